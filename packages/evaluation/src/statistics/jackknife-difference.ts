import type { PairedCluster } from './bootstrap-difference.ts';

/**
 * The difference of two shares over the same pairs, (sum of b - sum of a) / sum of `of`, and its standard error by leaving out
 * one cluster at a time (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 11). Two clusters or more, none empty.
 */
export function jackknifeDifference(clusters: readonly PairedCluster[]): { difference: number; error: number } {
  const groups = clusters.length;
  const gain = clusters.reduce((sum, { a, b }) => sum + b - a, 0);
  const size = clusters.reduce((sum, { of }) => sum + of, 0);
  const difference = gain / size;
  const squares = clusters.reduce((sum, { a, b, of }) => sum + ((gain - (b - a)) / (size - of) - difference) ** 2, 0);
  return { difference, error: Math.sqrt((squares * (groups - 1)) / groups) };
}
