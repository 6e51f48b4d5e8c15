import { isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';
import { argumentLeaves } from './argument-leaves.ts';
import type { Lesson } from './lesson.ts';

/** A final answer with places for what the tool returned and what it was asked, by JSON pointer. */
export type AnswerPattern = readonly (
  | { readonly text: string }
  | { readonly observed: string }
  | { readonly asked: string }
)[];

const MOST_PATTERNS = 8;

/** The answers of a tool as patterns, the most frequent first. */
export function learnAnswers(lessons: readonly Lesson[]): AnswerPattern[] {
  const counts = new Map<string, number>();
  for (const { call, observation, answer } of lessons) {
    if (call === null || observation === null || answer === null) continue;
    const key = JSON.stringify(toPattern(answer, observedLeaves(observation), argumentLeaves(call.arguments)));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_PATTERNS)
    .map(([key]) => JSON.parse(key) as AnswerPattern);
}

/** The first pattern of which every place can be filled; else the observation itself. */
export function writeAnswer(patterns: readonly AnswerPattern[], observation: string, args: JsonObject): string {
  const observed = observedLeaves(observation);
  const asked = argumentLeaves(args);
  for (const pattern of patterns) {
    const texts = pattern.map((part) =>
      'text' in part
        ? part.text
        : 'observed' in part
          ? textOf(observed.get(part.observed))
          : textOf(asked.get(part.asked)),
    );
    if (texts.every((text) => text !== undefined)) return texts.join('');
  }
  return observation;
}

function observedLeaves(observation: string): Map<string, JsonValue> {
  try {
    const value: JsonValue = JSON.parse(observation);
    return isJsonObject(value) ? argumentLeaves(value) : new Map([['', value]]);
  } catch {
    return new Map([['', observation]]);
  }
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined || (typeof value === 'object' && value !== null) ? undefined : String(value);
}

function toPattern(
  answer: string,
  observed: ReadonlyMap<string, JsonValue>,
  asked: ReadonlyMap<string, JsonValue>,
): AnswerPattern {
  const sources = [
    ...[...observed].map(([path, value]) => ({ part: { observed: path }, text: textOf(value) ?? '' })),
    ...[...asked].map(([path, value]) => ({ part: { asked: path }, text: textOf(value) ?? '' })),
  ]
    .filter(({ text }) => text !== '')
    .sort((a, b) => b.text.length - a.text.length);
  const pattern: AnswerPattern[number][] = [];
  let text = '';
  let at = 0;
  while (at < answer.length) {
    const isStart = at === 0 || !/[\p{L}\p{N}]/u.test(answer.charAt(at - 1));
    const source = isStart ? sources.find((one) => holdsWord(answer, one.text, at)) : undefined;
    if (source === undefined) {
      text += answer.charAt(at++);
      continue;
    }
    if (text !== '') pattern.push({ text });
    text = '';
    pattern.push(source.part);
    at += source.text.length;
  }
  if (text !== '') pattern.push({ text });
  return pattern;
}

function holdsWord(text: string, word: string, at: number): boolean {
  return text.startsWith(word, at) && !/[\p{L}\p{N}]/u.test(text.charAt(at + word.length));
}
