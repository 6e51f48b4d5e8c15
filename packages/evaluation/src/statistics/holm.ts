/**
 * P values corrected for several comparisons so that the chance of any false finding among them stays at the level, whatever
 * their dependence: in the order given, each at most 1.
 *
 * Source: Holm, Scandinavian Journal of Statistics 6 (1979), step-down.
 */
export function holm(ps: readonly number[]): number[] {
  const adjusted = new Array<number>(ps.length);
  let largest = 0;
  const ascending = [...ps.entries()].sort(([, a], [, b]) => a - b);
  for (const [rank, [index, p]] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, p * (ps.length - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}
