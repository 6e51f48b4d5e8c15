import { studentT95 } from './student-t.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** What one cluster (one tool) adds to a share: `count` of `of`. Neither has to be whole; 0 <= count <= of. */
export interface ShareCluster {
  readonly count: number;
  readonly of: number;
}

/** Null where fewer than two clusters leave no interval. */
export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The 95 % interval of a share (sum of `count` / sum of `of`), clustered: items of one tool stand or fall together, so
 * tools are what was sampled. Bounds are 0 to 1. Deterministic. Empty clusters are left out.
 *
 * Wilson's interval (JASA 22, 1927) over an effective sample size, n / design effect, with a t quantile of G - 1 degrees
 * (Korn & Graubard, Survey Methodology 24, 1998; Dean & Pagano, J. Survey Statistics and Methodology 3, 2015). The design
 * effect is the linearised delete-one-cluster jackknife variance of the share over its binomial variance, at least 1. It is
 * taken with one pseudo-cluster of average size that is half right: near 0 % and 100 % clusters hardly differ in the sample
 * though they may differ beyond it, and without it 150 of 150 in ten tools would pass for 150 independent items.
 *
 * Measured coverage, the lowest of 72 cases of 1,500 samples each (share .02 .05 .3 .77 .97 .99; 2, 5, 12, 50 clusters;
 * intra-cluster correlation 0, .1, .3), beta-binomial items: 95.1 % with 15 items a cluster, 94.5 % with 1 to 30, 92.9 %
 * with log-normal sizes (sigma 1); items that copy their cluster's coin: 94.2, 91.9 and 91.2 %. On average 98 %. Without the
 * pseudo-cluster and the jackknife the lowest is 75 %, of a cluster-robust t on the logit scale 8 %, of the percentile
 * cluster bootstrap 9 % (at few clusters and extreme shares). The price is width at the extremes: 5 tools of 15 all right
 * give about [0.5, 1], 50 tools [0.96, 1].
 */
export function clusteredInterval(clusters: readonly ShareCluster[]): Interval {
  let groups = 0;
  let count = 0;
  let of = 0;
  for (const cluster of clusters) {
    if (cluster.of <= 0) continue;
    groups++;
    count += cluster.count;
    of += cluster.of;
  }
  if (groups < 2) return { low: null, high: null };
  const pseudo = { count: of / groups / 2, of: of / groups };
  const padded = of + pseudo.of;
  const paddedShare = (count + pseudo.count) / padded;
  const influence = (cluster: ShareCluster) =>
    ((cluster.count - paddedShare * cluster.of) / (padded - cluster.of)) ** 2;
  const variance = clusters.reduce((sum, cluster) => sum + influence(cluster), influence(pseudo));
  const designEffect = Math.max(1, variance / ((paddedShare * (1 - paddedShare)) / padded));
  return wilsonInterval(count / of, of / designEffect, studentT95(groups - 1));
}
