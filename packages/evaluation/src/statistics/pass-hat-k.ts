/**
 * The chance that k independent runs of one item are all right, C(successes, k) / C(runs, k): unbiased for every k up to runs.
 *
 * Source: pass^k of tau-bench (Yao et al., arXiv 2406.12045).
 *
 * @param successes runs that were right, 0 to `runs`
 * @param k 1 to `runs`
 */
export function passHatK(successes: number, runs: number, k: number): number {
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn++) chance *= Math.max(0, successes - drawn) / (runs - drawn);
  return chance;
}
