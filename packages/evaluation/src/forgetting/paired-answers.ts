import type { Change, Random } from '@imaginarium/contracts';
import { bootstrapDifference, type PairedCluster } from '../statistics/bootstrap-difference.ts';
import type { Interval } from '../statistics/clustered-interval.ts';
import { pairedScoreInterval } from '../statistics/paired-score.ts';
import type { ItemAnswers } from './round-answers.ts';

type ToolItems = ReadonlyMap<string, ItemAnswers> | undefined;

/** Pairs two rounds' answers to a tool by item and repetition, one cluster an item, by id; what either lacks is left out. */
export function pairAnswers(before: ToolItems, after: ToolItems): PairedCluster[] {
  const items: PairedCluster[] = [];
  for (const [id, earlier] of [...(before ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const item = { a: 0, b: 0, of: 0 };
    for (const [repetition, wasRight] of earlier) {
      const isRight = after?.get(id)?.get(repetition) ?? null;
      if (wasRight === null || isRight === null) continue;
      item.of++;
      if (wasRight) item.a++;
      if (isRight) item.b++;
    }
    if (item.of > 0) items.push(item);
  }
  return items;
}

export function sumOf(clusters: readonly PairedCluster[]): PairedCluster {
  const sum = { a: 0, b: 0, of: 0 };
  for (const { a, b, of } of clusters) {
    sum.a += a;
    sum.b += b;
    sum.of += of;
  }
  return sum;
}

/** Of one tool: Tango's score interval over items; where items were asked several times, items are resampled instead. */
export function toolInterval(items: readonly PairedCluster[], random: Random): Interval {
  if (items.some(({ of }) => of > 1)) return bootstrapDifference(items, { random });
  const lost = items.filter(({ a, b }) => a > b).length;
  const gained = items.filter(({ a, b }) => b > a).length;
  return pairedScoreInterval({ lost, gained, of: items.length });
}

/** What was lost, of what changed. */
export function lossOf({ value, low, high, of }: Change): Change {
  return { value: 0 - value, low: high === null ? null : 0 - high, high: low === null ? null : 0 - low, of };
}
