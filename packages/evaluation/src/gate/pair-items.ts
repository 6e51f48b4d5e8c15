import type { PairedCounts } from '../statistics/paired-score.ts';
import type { ItemResults } from './collapse-items.ts';

/** Of one tool, the items that both rounds answered. */
export function pairItems(before: ItemResults | undefined, after: ItemResults | undefined): PairedCounts {
  const counts = { lost: 0, gained: 0, of: 0 };
  for (const [id, wasRight] of before ?? []) {
    const isRight = after?.get(id);
    if (isRight === undefined) continue;
    counts.of++;
    if (wasRight && !isRight) counts.lost++;
    if (!wasRight && isRight) counts.gained++;
  }
  return counts;
}

export function sumPairs(all: readonly PairedCounts[]): PairedCounts {
  const sum = { lost: 0, gained: 0, of: 0 };
  for (const { lost, gained, of } of all) {
    sum.lost += lost;
    sum.gained += gained;
    sum.of += of;
  }
  return sum;
}
