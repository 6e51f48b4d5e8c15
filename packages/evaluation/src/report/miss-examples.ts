import type { Evaluation } from '@imaginarium/contracts';
import { type Named, profiles } from './words.ts';

/** An example of a miss, and whose it is. */
export type MissExample = Evaluation['missExamples'][number] & Pick<Named, 'label' | 'number'>;

/**
 * At most `most` examples. Each model and profile has its share, and within it the classes of misses take turns, so
 * that a rare class is not crowded out by a frequent one.
 */
export function chooseExamples(named: readonly Named[], most: number): MissExample[] {
  const share = Math.max(1, Math.floor(most / (named.length * profiles.length)));
  const queues = named.flatMap(({ evaluation, label, number }) =>
    profiles.map((profile) =>
      takeTurns(
        evaluation.missExamples.filter((example) => example.profile === profile),
        ({ miss }) => miss,
      )
        .slice(0, share)
        .map((example) => ({ ...example, label, number })),
    ),
  );
  return mergeInTurns(queues).slice(0, most);
}

function takeTurns<T>(rows: readonly T[], classOf: (row: T) => string): T[] {
  const classes = new Map<string, T[]>();
  for (const row of rows) {
    const members = classes.get(classOf(row)) ?? [];
    members.push(row);
    classes.set(classOf(row), members);
  }
  return mergeInTurns([...classes.values()]);
}

function mergeInTurns<T>(queues: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue.slice(turn, turn + 1))).flat();
}
