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

/** The loss from which on clusters that differ as these do would have a p of `level` or less; null where not even 1 would. */
export function leastClusteredLoss(clusters: readonly PairedCluster[], margin: number, level: number): number | null {
  const sampled = clusters.filter(({ of }) => of > 0);
  if (sampled.length < 2) return null;
  const { error } = jackknifeDifference(sampled);
  const isShown = (loss: number) => studentTail((loss - margin) / error, sampled.length - 1) <= level;
  if (error < 1e-12) return margin;
  if (!isShown(1)) return null;
  let [below, shown] = [margin, 1];
  while (shown - below > 1e-6) {
    const middle = (below + shown) / 2;
    if (isShown(middle)) shown = middle;
    else below = middle;
  }
  return shown;
}
