import { type SplitName, sha256 } from '@imaginarium/contracts';
import { clusterNearDuplicates } from '@imaginarium/similarity';
import type { CurationConfig } from './curation-config.ts';
import { groupByTool, type QueryRow } from './query-row.ts';

/**
 * Assigns every seed to train, validation or test. Near-duplicates, of whatever tools and through whatever chains, stay
 * together. For each tool test and then validation are filled up to what is asked for and never beyond, half of the
 * tool's seeds at most; a cluster that does not fit goes to train, so a split may stay short.
 * The order of `rows` does not matter, and seeds added later leave the order of the others as it was.
 */
export function splitExamples(
  rows: readonly QueryRow[],
  { test, validation, clusterThreshold }: CurationConfig['split'],
  seed: string | number,
): Map<string, SplitName> {
  const clusters = clusterRows(rows, clusterThreshold, seed);
  const splits = new Map<string, SplitName>(rows.map(({ id }) => [id, 'train']));
  const sizes = countTools(rows);
  const capacity = new Map([...sizes].map(([tool, size]) => [tool, Math.floor(size / 2)]));
  let left = clusters;
  for (const [split, wanted] of [
    ['test', test],
    ['validation', validation],
  ] as const) {
    const room = new Map(
      [...sizes].map(([tool, size]) => [tool, Math.min(capacity.get(tool) ?? 0, itemsWanted(wanted, size))]),
    );
    left = left.filter((cluster) => {
      const counts = [...countTools(cluster)];
      if (counts.some(([tool, count]) => count > (room.get(tool) ?? 0))) return true;
      for (const [tool, count] of counts) {
        room.set(tool, (room.get(tool) ?? 0) - count);
        capacity.set(tool, (capacity.get(tool) ?? 0) - count);
      }
      for (const { id } of cluster) splits.set(id, split);
      return false;
    });
  }
  return splits;
}

/** Items that a count (1 and up) or a fraction (below 1) asks of `size` items. */
export function itemsWanted(share: number, size: number): number {
  return share < 1 ? Math.round(share * size) : share;
}

/** Clusters in an order that the seed decides. */
function clusterRows(rows: readonly QueryRow[], threshold: number, seed: string | number): QueryRow[][] {
  const sorted = rows.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const labels = clusterNearDuplicates(
    sorted.map(({ query }) => query),
    { threshold },
  );
  const clusters = new Map<number, QueryRow[]>();
  sorted.forEach((row, at) => {
    const label = labels[at] as number;
    clusters.set(label, [...(clusters.get(label) ?? []), row]);
  });
  return [...clusters.values()]
    .map((cluster) => ({ cluster, order: sha256(`${seed}/split/${cluster[0]?.id}`) }))
    .sort((left, right) => (left.order < right.order ? -1 : 1))
    .map(({ cluster }) => cluster);
}

function countTools(rows: readonly QueryRow[]): Map<string | null, number> {
  return new Map([...groupByTool(rows)].map(([tool, group]) => [tool, group.length]));
}
