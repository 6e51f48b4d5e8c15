import { canonicalJson, ImaginariumError } from '@imaginarium/contracts';
import { dealFolds, lessonFamilies } from '../student/lesson-families.ts';
import { readLessons } from '../student/read-lessons.ts';
import { defaultPlan } from '../student/train-epoch.ts';
import { type Confusion, findConfusions } from './confusions.ts';
import { crossValidate, type OutOfFold } from './cross-validate.ts';
import { type LearningCurve, measureLearningCurve } from './learning-curve.ts';
import { scoreTools, type ToolScore } from './score-tools.ts';
import { suspectArguments } from './suspect-arguments.ts';
import { suspectTools } from './suspect-tools.ts';
import type { Suspicion } from './suspicion.ts';

export interface PreflightOptions {
  /** JSONL in OpenAI's fine-tuning format. */
  readonly file: string;
  /** @default 1 */
  readonly seed?: number;
  /** Parts of the cross-validation, at least 2. @default 5 */
  readonly folds?: number;
  readonly signal?: AbortSignal;
  /** What is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** All scores are held out: of students that saw neither the record nor its paraphrases. Shares are 0 to 1. */
export interface PreflightReport {
  readonly lessons: number;
  readonly toolAccuracy: number;
  readonly accuracy: number;
  /** Weakest first. */
  readonly tools: readonly ToolScore[];
  /** Most frequent first. */
  readonly confusions: readonly Confusion[];
  /** One a line, surest first. */
  readonly suspicions: readonly Suspicion[];
  readonly learningCurve: LearningCurve;
}

const FEWEST_LESSONS = 10;

/**
 * Judges a training file before money is spent on it: trains students on its parts and looks at what they make of the rest. What
 * a student finds hard, a language model may find easy; what it finds contradictory is worth a look.
 * @throws ImaginariumError as `readLessons`; `input/too-few`; the signal's reason
 */
export async function preflight(options: PreflightOptions): Promise<PreflightReport> {
  const { file, seed = 1, folds: count = 5, signal, onProgress } = options;
  const lessons = await readLessons(file, signal);
  if (lessons.length < FEWEST_LESSONS) {
    throw new ImaginariumError({
      code: 'input/too-few',
      message: `${file} holds ${lessons.length} lesson(s): a preflight needs at least ${FEWEST_LESSONS}.`,
    });
  }
  const plan = defaultPlan(lessons.length, seed);
  const folds = dealFolds(lessons, count, seed);
  const judged = await crossValidate(lessons, folds, plan, {
    ...(signal === undefined ? {} : { signal }),
    onFold: (done, of) => onProgress?.((0.7 * done) / of),
  });
  const learningCurve = await measureLearningCurve(lessons, folds, judged, plan, signal);
  onProgress?.(1);
  const share = (isRight: (one: OutOfFold) => boolean) => judged.filter(isRight).length / judged.length;
  return {
    lessons: lessons.length,
    toolAccuracy: share(({ isToolRight }) => isToolRight),
    accuracy: share(({ isRight }) => isRight),
    tools: scoreTools(judged),
    confusions: findConfusions(judged),
    suspicions: rankSuspicions(judged),
    learningCurve,
  };
}

/**
 * The surest suspicion of each line. Students that disagree with all rewordings of a query alike are as likely at fault
 * themselves: those are left out here (the tools' wrong lines have them).
 */
function rankSuspicions(judged: readonly OutOfFold[]): Suspicion[] {
  const ofTools = suspectTools(judged);
  const wrong = new Set(ofTools.map(({ line }) => line));
  const all = [...ofTools, ...suspectArguments(judged, (line) => wrong.has(line))];
  const families = lessonFamilies(judged.map(({ lesson }) => lesson));
  const familyOf = new Map(judged.map(({ lesson }, at) => [lesson.line, families[at]]));
  const keyOf = ({ line, tool, path, given }: Suspicion) =>
    canonicalJson([familyOf.get(line) ?? null, tool, path, given]);
  const counts = new Map<string, number>();
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  const ofLine = new Map<number, Suspicion>();
  for (const one of all) {
    if (one.evidence === 'students-disagree' && (counts.get(keyOf(one)) ?? 0) > 1) continue;
    const other = ofLine.get(one.line);
    if (other === undefined || other.score < one.score) ofLine.set(one.line, one);
  }
  return [...ofLine.values()].sort((a, b) => b.score - a.score || a.line - b.line);
}
