/**
 * Shares out whole trials in proportion to weights, by highest averages (Webster, Sainte-Laguë): each trial goes where the
 * quotient weight / (2 × trials so far + 1) is largest. One to each first while they last; none gets more than `most`.
 *
 * @param weights positive, largest first; of equals the first one comes first
 */
export function shareTrials(weights: readonly number[], trials: number, most: number): number[] {
  const shares = weights.map((_, at): number => (at < trials && most > 0 ? 1 : 0));
  for (let left = trials - shares.filter((share) => share > 0).length; left > 0; left--) {
    let best: number | undefined;
    let bestQuotient = 0;
    for (const [at, weight] of weights.entries()) {
      const share = shares[at] ?? 0;
      const quotient = share < most ? weight / (2 * share + 1) : 0;
      if (quotient > bestQuotient) [best, bestQuotient] = [at, quotient];
    }
    if (best === undefined) break;
    shares[best] = (shares[best] ?? 0) + 1;
  }
  return shares;
}
