import type { Random } from '@imaginarium/contracts';
import { errorFunction, quantileSorted } from 'simple-statistics';
import type { Interval } from './clustered-interval.ts';
import { jackknifeDifference } from './jackknife-difference.ts';
import { studentT95 } from './student-t.ts';

/** What one cluster (one tool) adds to a paired difference: of `of` pairs, A has `a` right and B has `b`. */
export interface PairedCluster {
  readonly a: number;
  readonly b: number;
  readonly of: number;
}

export interface BootstrapOptions {
  /** Not advanced: the resamples come from a fork of it. */
  readonly random: Random;
  /** @default 10000 */
  readonly resamples?: number;
}

const FEWEST_RESAMPLED = 5;

/**
 * The 95 % interval of the difference of two shares over the same pairs, (sum of b - sum of a) / sum of `of`, -1 to 1, by
 * resampling whole clusters. The same seed gives the same interval. Empty clusters are left out.
 *
 * The percentile interval of Efron & Tibshirani (An Introduction to the Bootstrap, 1993, ch. 13), expanded for few clusters
 * by taking its percentiles at Phi(-t sqrt(G / (G - 1))) instead of 2.5 % (Hesterberg, The American Statistician 69, 2015).
 * Fewer than five clusters leave too few different resamples: there it is the t interval of the delete-one-cluster jackknife
 * (the same book, ch. 11).
 *
 * Measured coverage of no difference, 1 to 30 pairs a tool, where tools favour A or B by chance (by 0, up to 30, up to 60
 * points): 2 to 4 tools 90.7-96.4 % (the plain percentiles of 3 tools: 81 %), 5 tools 91.4-92.2 % (plain: 83 %), 12 tools
 * 94.4-95.0 %, 50 tools 94.5-95.3 %.
 */
export function bootstrapDifference(clusters: readonly PairedCluster[], options: BootstrapOptions): Interval {
  const sampled = clusters.filter(({ of }) => of > 0);
  const groups = sampled.length;
  if (groups < 2) return { low: null, high: null };
  if (groups < FEWEST_RESAMPLED) return jackknifeInterval(sampled);
  const gains = Float64Array.from(sampled, ({ a, b }) => b - a);
  const sizes = Float64Array.from(sampled, ({ of }) => of);
  const random = options.random.fork('bootstrap-difference');
  const differences = new Float64Array(options.resamples ?? 10_000);
  for (let resample = 0; resample < differences.length; resample++) {
    let gain = 0;
    let size = 0;
    for (let draw = 0; draw < groups; draw++) {
      const cluster = random.int(groups);
      gain += gains[cluster] ?? 0;
      size += sizes[cluster] ?? 0;
    }
    differences[resample] = gain / size;
  }
  const sorted = Array.from(differences.sort());
  const tail = (1 - errorFunction((studentT95(groups - 1) * Math.sqrt(groups / (groups - 1))) / Math.SQRT2)) / 2;
  return { low: quantileSorted(sorted, tail), high: quantileSorted(sorted, 1 - tail) };
}

function jackknifeInterval(clusters: readonly PairedCluster[]): Interval {
  const { difference, error } = jackknifeDifference(clusters);
  const half = studentT95(clusters.length - 1) * error;
  return { low: Math.max(-1, difference - half), high: Math.min(1, difference + half) };
}
