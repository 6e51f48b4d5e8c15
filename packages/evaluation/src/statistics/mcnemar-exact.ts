/**
 * The two-sided p of McNemar's exact test: how likely a split of the discordant pairs as uneven as this one, or more, is
 * where each falls either way with probability one half. 1 without discordant pairs; 0 where it is below the smallest
 * number. Pairs must be independent of each other.
 *
 * Source: McNemar, Psychometrika 12 (1947); the exact binomial form as in Fagerland, Lydersen & Laake, BMC Medical Research
 * Methodology 13:91 (2013).
 *
 * @param onlyA pairs that only A got right; a whole number, 0 or more
 * @param onlyB pairs that only B got right; likewise
 */
export function mcnemarExact(onlyA: number, onlyB: number): number {
  const pairs = onlyA + onlyB;
  const fewer = Math.min(onlyA, onlyB);
  let logTop = -pairs * Math.LN2;
  for (let k = 0; k < fewer; k++) logTop += Math.log((pairs - k) / (k + 1));
  let ratio = 1;
  let sum = 1;
  for (let k = fewer; k > 0 && ratio > 1e-17; k--) {
    ratio *= k / (pairs - k + 1);
    sum += ratio;
  }
  return Math.min(1, 2 * Math.exp(logTop) * sum);
}
