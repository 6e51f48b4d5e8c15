import { errorFunction } from 'simple-statistics';
import { type PairedCounts, pairedScore } from './paired-score.ts';

/** Items up to which p is exact; the work grows with the square. */
const MOST_EXACT = 60;
const GRID = 200;
/** Equal statistics may differ by rounding. */
const TIE = 1e-9;

/**
 * The one-sided p of the true loss being no more than `margin`: small where more than that was lost. Items must be independent.
 *
 * Up to 60 items exact and unconditional: the chance, under a loss of `margin`, of outcomes with a score statistic (Tango 1998,
 * `pairedScore`) as large as this one or larger, at the discordance where that is greatest (Barnard's supremum, on a grid that
 * is refined around its top). Never above the level, whatever the discordance: its tests enumerate that. Beyond, the normal
 * approximation of the statistic, good to about 1e-7.
 *
 * @param margin 0 to 1, exclusive
 */
export function pairedLossP(counts: PairedCounts, margin: number): number {
  const statistic = pairedScore(counts, margin);
  if (counts.of === 0) return 1;
  if (counts.of > MOST_EXACT) return Math.max(0, (1 - errorFunction(statistic / Math.SQRT2)) / 2);
  const region = outcomesFrom(statistic, counts.of, margin);
  const chance = (gain: number) => chanceOf(region, counts.of, gain, margin);
  const step = (1 - margin) / 2 / GRID;
  let top = 0;
  let largest = 0;
  for (let index = 0; index <= GRID; index++) {
    const p = chance(index * step);
    if (p > largest) [top, largest] = [index * step, p];
  }
  let [low, high] = [Math.max(0, top - step), Math.min((1 - margin) / 2, top + step)];
  while (high - low > 1e-7) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (chance(left) < chance(right)) low = left;
    else high = right;
  }
  return Math.min(1, Math.max(largest, chance((low + high) / 2)));
}

interface Outcome {
  readonly lost: number;
  readonly gained: number;
  /** Orders in which it can come about. */
  readonly ways: number;
}

function outcomesFrom(statistic: number, of: number, margin: number): Outcome[] {
  const outcomes: Outcome[] = [];
  let lostWays = 1;
  for (let lost = 0; lost <= of; lost++) {
    let ways = lostWays;
    for (let gained = 0; lost + gained <= of; gained++) {
      if (pairedScore({ lost, gained, of }, margin) >= statistic - TIE) outcomes.push({ lost, gained, ways });
      ways *= (of - lost - gained) / (gained + 1);
    }
    lostWays *= (of - lost) / (lost + 1);
  }
  return outcomes;
}

function chanceOf(outcomes: readonly Outcome[], of: number, gain: number, margin: number): number {
  const [lose, win, stay] = [gain + margin, gain, Math.max(0, 1 - margin - 2 * gain)].map((chance) =>
    powers(chance, of),
  );
  let sum = 0;
  for (const { lost, gained, ways } of outcomes)
    sum += ways * (lose?.[lost] ?? 0) * (win?.[gained] ?? 0) * (stay?.[of - lost - gained] ?? 0);
  return sum;
}

function powers(base: number, most: number): Float64Array {
  const powers = new Float64Array(most + 1).fill(1);
  for (let power = 1; power <= most; power++) powers[power] = (powers[power - 1] ?? 0) * base;
  return powers;
}
