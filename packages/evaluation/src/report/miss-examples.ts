import type { Evaluation } from '@imaginarium/contracts';
import { type Named, profiles } from './words.ts';

/** An example of a miss, and whose it is. */
export type MissExample = Evaluation['missExamples'][number] & Pick<Named, 'label' | 'number'>;

/**
 * At most `most` examples. Each model and profile has its share, and within it the classes of misses take turns, so
 * that a rare class is not crowded out by a frequent one. Each begins with another class, so that the first few differ.
 */
export function chooseExamples(named: readonly Named[], most: number): MissExample[] {
  const parts = named.flatMap(({ evaluation, label, number }) =>
    profiles.map((profile) =>
      evaluation.missExamples
        .filter((example) => example.profile === profile)
        .map((example) => ({ ...example, label, number })),
    ),
  );
  const share = Math.max(1, Math.floor(most / parts.length));
  return mergeInTurns(parts.map((part, index) => classesInTurns(part, index).slice(0, share))).slice(0, most);
}

function classesInTurns(examples: readonly MissExample[], first: number): MissExample[] {
  const classes = new Map<string, MissExample[]>();
  for (const example of examples) classes.set(example.miss, [...(classes.get(example.miss) ?? []), example]);
  const queues = [...classes.values()];
  const begin = first % Math.max(1, queues.length);
  return mergeInTurns([...queues.slice(begin), ...queues.slice(0, begin)]);
}

function mergeInTurns<T>(queues: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue.slice(turn, turn + 1))).flat();
}
