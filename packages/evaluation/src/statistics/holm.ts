/**
 * P values corrected for several comparisons so that the chance of any false finding among them stays at the level, whatever
 * their dependence: in the order given, each at most 1.
 *
 * Source: Holm, Scandinavian Journal of Statistics 6 (1979), step-down, with his weights: a comparison may use up the share of
 * the level that its weight has among those that are not findings yet (also Benjamini & Hochberg, the same journal 24, 1997).
 *
 * @param weights one for each p, above 0. @default all alike
 */
export function holm(ps: readonly number[], weights: readonly number[] = ps.map(() => 1)): number[] {
  const adjusted = new Array<number>(ps.length);
  const ascending = ps
    .map((p, index) => ({ index, p, weight: weights[index] ?? 1 }))
    .sort((a, b) => a.p / a.weight - b.p / b.weight);
  let left = weights.reduce((sum, weight) => sum + weight, 0);
  let largest = 0;
  for (const { index, p, weight } of ascending) {
    largest = Math.max(largest, Math.min(1, (p * left) / weight));
    adjusted[index] = largest;
    left -= weight;
  }
  return adjusted;
}
