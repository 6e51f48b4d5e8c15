import type { PairedCluster } from './bootstrap-difference.ts';
import { jackknifeDifference } from './jackknife-difference.ts';
import { studentTail } from './student-t.ts';

/**
 * The one-sided p of the loss from A to B, (sum of a - sum of b) / sum of `of`, being no more than `margin`, where clusters
 * were sampled: t of G - 1 degrees with the jackknife's standard error. 1 for fewer than two clusters that hold anything.
 *
 * A bootstrap of 10,000 resamples cannot tell p values apart below about 1e-4 (of 5 clusters, once expanded, below 0.015),
 * which corrected p values of many tools need. Clusters that all lose alike leave no error to measure it by: pair it with a
 * test over items.
 */
export function clusteredLossP(clusters: readonly PairedCluster[], margin: number): number {
  const sampled = clusters.filter(({ of }) => of > 0);
  if (sampled.length < 2) return 1;
  const { difference, error } = jackknifeDifference(sampled);
  const excess = -difference - margin;
  if (error < 1e-12) return excess > 0 ? 0 : 1;
  return studentTail(excess / error, sampled.length - 1);
}
