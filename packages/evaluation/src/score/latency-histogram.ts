/** Each bucket reaches 2 % further than the last, so that its middle is within 1 % of what fell into it. */
const LOG_WIDTH = Math.log(1.01 / 0.99);

export interface LatencyHistogram {
  /** @param milliseconds below 1 counts as 1 */
  add(milliseconds: number): void;
  /** The value that this share (0 to 1) does not exceed, within 1 %; null when nothing was added. */
  quantile(share: number): number | null;
}

/**
 * Quantiles of latencies in bounded memory: at most some 900 buckets between a millisecond and a day.
 *
 * Source: DDSketch (Masson, Rim & Lee, PVLDB 12(12), 2019), with 1 % relative error.
 */
export function createLatencyHistogram(): LatencyHistogram {
  const buckets = new Map<number, number>();
  let total = 0;
  return {
    add(milliseconds) {
      const bucket = Math.ceil(Math.log(Math.max(1, milliseconds)) / LOG_WIDTH);
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
      total++;
    },
    quantile(share) {
      const rank = Math.max(1, Math.ceil(share * total));
      let passed = 0;
      for (const [bucket, count] of [...buckets].sort(([a], [b]) => a - b)) {
        passed += count;
        if (passed >= rank) return 0.99 * Math.exp(bucket * LOG_WIDTH);
      }
      return null;
    },
  };
}
