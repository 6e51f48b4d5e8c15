import type { OutOfFold } from './cross-validate.ts';

/** Records of one tool that are taken for another's; null for no call. */
export interface Confusion {
  readonly tool: string | null;
  readonly mistakenFor: string | null;
  /** Of the file, counted from 1. */
  readonly lines: readonly number[];
}

/** Pairs of tools that students mistake for each other when all tools may be chosen, most frequent first. */
export function findConfusions(judged: readonly OutOfFold[]): Confusion[] {
  const pairs = new Map<string, { tool: string | null; mistakenFor: string | null; lines: number[] }>();
  for (const { lesson, ranking } of judged) {
    const tool = lesson.call?.tool ?? null;
    const [best] = ranking;
    if (best === undefined || best.name === tool) continue;
    const key = JSON.stringify([tool, best.name]);
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, { tool, mistakenFor: best.name, lines: [lesson.line] });
    else pair.lines.push(lesson.line);
  }
  return [...pairs.values()].sort((a, b) => b.lines.length - a.lines.length);
}
