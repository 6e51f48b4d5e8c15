/**
 * P(X <= count) of a binomial X: the one-sided exact p of a share of at least `share` where `count` of `of` are right.
 *
 * @param count 0 to `of`, whole
 * @param share 0 to 1
 */
export function binomialAtMost(count: number, of: number, share: number): number {
  if (share <= 0 || count >= of) return 1;
  if (share >= 1) return 0;
  let logWays = 0;
  let sum = 0;
  for (let right = 0; right <= count; right++) {
    sum += Math.exp(logWays + right * Math.log(share) + (of - right) * Math.log1p(-share));
    logWays += Math.log((of - right) / (right + 1));
  }
  return Math.min(1, sum);
}
