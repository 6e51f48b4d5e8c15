import { canonicalJson, type JsonValue } from '@imaginarium/contracts';
import type { EncodedQuery } from '../student/encode-query.ts';
import { tokeniseQuery } from '../student/tokenise-query.ts';
import type { OutOfFold, OutOfFoldArgument } from './cross-validate.ts';
import type { Suspicion } from './suspicion.ts';

/** Fewer records of an argument tell nothing of how it is filled. */
const FEWEST_RECORDS = 8;
/** An argument is copied, or a student is sure enough of it, where this share of its records says so. */
const COPIED_SHARE = 0.85;
const RELIABLE_SHARE = 0.6;
/** An argument that no other record has may be rare, or of another tool. */
const STRANGE_SCORE = 0.6;
/** A value that the query holds where such values stand is doubted only where this place in it is all but ruled out. */
const DOUBTED_PLACE = 0.02;

interface Habit {
  count: number;
  copied: number;
  given: number;
  right: number;
  /** Sum of the probabilities of right values. */
  confidence: number;
  /** By value (canonical; null for left out): its records, and how many of them students fill rightly. */
  readonly values: Map<string, { count: number; right: number }>;
}

/**
 * Arguments believed wrong. Either no other record of the tool has them; or nearly all records of the argument have their value from the query and this one cannot (the
 * learned normalisers make it of no span); or another value is at least as likely as right values of this argument are on average
 * (confident learning's threshold, arXiv 1911.00068, for values in place of classes) where students mostly fill it rightly.
 */
export function suspectArguments(judged: readonly OutOfFold[], isKnownWrong: (line: number) => boolean): Suspicion[] {
  const habits = habitsOf(judged);
  const records = new Map<string, number>();
  for (const { lesson } of judged) {
    if (lesson.call !== null) records.set(lesson.call.tool, (records.get(lesson.call.tool) ?? 0) + 1);
  }
  const suspicions: Suspicion[] = [];
  for (const { lesson, arguments: args } of judged) {
    if (lesson.call === null || isKnownWrong(lesson.line)) continue;
    for (const argument of args) {
      const habit = habits.get(`${lesson.call.tool} ${argument.path}`);
      const suspicion =
        habit === undefined
          ? undefined
          : judgeArgument(argument, habit, records.get(lesson.call.tool) ?? 0, lesson.query);
      if (suspicion === undefined) continue;
      suspicions.push({
        line: lesson.line,
        query: lesson.query.text,
        tool: lesson.call.tool,
        kind: 'argument',
        path: argument.path,
        given: argument.given ?? null,
        believed: argument.believed ?? null,
        ...suspicion,
      });
    }
  }
  return suspicions;
}

function judgeArgument(
  { given, believed, isRight, source, probability, givenProbability }: OutOfFoldArgument,
  habit: Habit,
  records: number,
  query: EncodedQuery,
): Pick<Suspicion, 'evidence' | 'score' | 'reason'> | undefined {
  if (isRight || records < FEWEST_RECORDS) return undefined;
  if (given !== undefined && habit.given === 1) {
    return {
      evidence: 'only-one',
      score: STRANGE_SCORE,
      reason: `it is the only one of ${records} records of the tool with this argument`,
    };
  }
  const copiedShare = habit.copied / Math.max(1, habit.given);
  if (given !== undefined && source !== 'copied' && copiedShare >= COPIED_SHARE && saidShare(given, query) < 0.5) {
    return {
      evidence: 'not-in-query',
      score: copiedShare * (1 - givenProbability),
      reason: `the query does not hold this value, as it does in ${Math.round(copiedShare * 100)} % of the records`,
    };
  }
  const reliability = habit.right / habit.count;
  const threshold = habit.confidence / Math.max(1, habit.right);
  if (reliability < RELIABLE_SHARE || probability < threshold || probability <= givenProbability) return undefined;
  if (source === 'copied') {
    if (givenProbability > DOUBTED_PLACE || holdsTheOther(given, believed)) return undefined;
  } else if (!isRecognised(given, habit)) return undefined;
  return {
    evidence: 'students-disagree',
    score: reliability * (probability - givenProbability),
    reason: `students that never saw this record fill in another value, as surely as the right ones elsewhere`,
  };
}

/** Share of a value's longer words and numbers that the query says: of one that only needs an unknown form, most. */
function saidShare(value: JsonValue, query: EncodedQuery): number {
  const said = new Set(query.tokens.map(({ lower }) => lower));
  const words = tokeniseQuery(typeof value === 'string' ? value : JSON.stringify(value)).filter(
    ({ kind, lower }) => kind === 'digits' || lower.length > 2,
  );
  return words.filter(({ lower }) => said.has(lower)).length / Math.max(1, words.length);
}

/** Whether two values differ only in where a span ends: the student's slip rather than the record's. */
function holdsTheOther(given: OutOfFoldArgument['given'], believed: OutOfFoldArgument['believed']): boolean {
  if (given === undefined || believed === undefined) return false;
  const [one, other] = [String(given), String(believed)];
  return one.includes(other) || other.includes(one);
}

/** Whether students know this value where it is right: in most of the other records that have it. */
function isRecognised(given: OutOfFoldArgument['given'], { values }: Habit): boolean {
  const seen = values.get(canonicalJson(given ?? null));
  return seen !== undefined && seen.count > 1 && seen.right * 2 >= seen.count - 1;
}

function habitsOf(judged: readonly OutOfFold[]): Map<string, Habit> {
  const habits = new Map<string, Habit>();
  for (const { lesson, arguments: args } of judged) {
    for (const { path, given, source, isRight, probability } of args) {
      const key = `${lesson.call?.tool} ${path}`;
      const habit = habits.get(key) ?? { count: 0, copied: 0, given: 0, right: 0, confidence: 0, values: new Map() };
      habit.count++;
      if (given !== undefined) habit.given++;
      if (source === 'copied') habit.copied++;
      if (isRight) {
        habit.right++;
        habit.confidence += probability;
      }
      const value = canonicalJson(given ?? null);
      const seen = habit.values.get(value) ?? { count: 0, right: 0 };
      seen.count++;
      if (isRight) seen.right++;
      habit.values.set(value, seen);
      habits.set(key, habit);
    }
  }
  return habits;
}
