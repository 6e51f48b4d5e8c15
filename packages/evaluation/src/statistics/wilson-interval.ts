import type { Interval } from './clustered-interval.ts';

/**
 * Wilson's score interval of a share (JASA 22, 1927): 0 to 1, always around the share, never empty at 0 or 1.
 *
 * @param size independent draws that the share rests on, more than 0; need not be whole
 * @param quantile of the normal or Student's distribution; 1.96 for 95 %
 */
export function wilsonInterval(
  share: number,
  size: number,
  quantile: number,
): Interval & { low: number; high: number } {
  const squared = quantile ** 2 / size;
  const centre = (share + squared / 2) / (1 + squared);
  const half = (quantile / (1 + squared)) * Math.sqrt((share * (1 - share)) / size + squared / (4 * size));
  return { low: Math.max(0, Math.min(share, centre - half)), high: Math.min(1, Math.max(share, centre + half)) };
}
