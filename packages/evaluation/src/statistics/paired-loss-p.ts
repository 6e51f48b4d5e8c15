import { errorFunction } from 'simple-statistics';
import { likelyGain, type PairedCounts, pairedScore } from './paired-score.ts';

/** Items up to which p is exact; the work grows with the fourth power of them. */
const MOST_EXACT = 60;
/** Outcomes with a smaller statistic are far from any finding and stay in its order. */
const LEAST_RANKED = 1;
const GRID = 200;
/** Equal values may differ by rounding. */
const TIE = 1e-9;

/**
 * The one-sided p of the true loss being no more than `margin`: small where more than that was lost. Items must be independent.
 *
 * Up to 60 items exact and unconditional, by estimation and maximisation (E + M: Lloyd, Australian & New Zealand Journal of
 * Statistics 50, 2008). Outcomes are ranked by the p of Tango's statistic (`pairedScore`) at the discordance that is likeliest
 * for each; p is the chance, under a loss of `margin`, of an outcome ranked as high as this one or higher, at the discordance
 * where that is greatest (on a grid that is refined around its top). So it is never above the level, whatever the discordance,
 * which its test enumerates; and it shows more than the statistic's own order, which ties few pairs that all turned with many
 * that turned both ways: of 15 items 11 lost and none gained at a margin of 0.1 have 0.0008 instead of 0.0017. Beyond 60, the
 * normal approximation of the statistic; its error function is good to 1e-7.
 *
 * @param margin 0 to 1, exclusive
 */
export function pairedLossP(counts: PairedCounts, margin: number): number {
  if (counts.of === 0) return 1;
  const statistic = pairedScore(counts, margin);
  if (counts.of > MOST_EXACT) return Math.max(0, (1 - errorFunction(statistic / Math.SQRT2)) / 2);
  const region = rankedFrom(counts, statistic, margin);
  const chance = (gain: number) => chanceOf(region, counts.of, gain, margin);
  const most = (1 - margin) / 2;
  const step = most / GRID;
  let top = 0;
  let largest = 0;
  for (let index = 0; index <= GRID; index++) {
    const p = chance(index * step);
    if (p > largest) [top, largest] = [index * step, p];
  }
  let [low, high] = [Math.max(0, top - step), Math.min(most, top + step)];
  while (high - low > 1e-7) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (chance(left) < chance(right)) low = left;
    else high = right;
  }
  return Math.min(1, Math.max(largest, chance((low + high) / 2)));
}

interface Outcome extends PairedCounts {
  readonly statistic: number;
  /** Orders in which it can come about. */
  readonly ways: number;
}

/** The outcomes that are ranked as high as the observed one, or higher. */
function rankedFrom(counts: PairedCounts, statistic: number, margin: number): Outcome[] {
  const least = Math.min(statistic, LEAST_RANKED);
  const ranked = outcomesOf(counts.of, margin)
    .filter((outcome) => outcome.statistic >= least - TIE)
    .sort((a, b) => b.statistic - a.statistic);
  if (statistic < LEAST_RANKED) return ranked;
  const estimate = (outcome: PairedCounts, statistic: number) =>
    chanceOf(ranked, counts.of, likelyGain(outcome, margin), margin, statistic - TIE);
  const observed = estimate(counts, statistic);
  return ranked.filter((outcome) => estimate(outcome, outcome.statistic) <= observed * (1 + TIE));
}

function outcomesOf(of: number, margin: number): Outcome[] {
  const outcomes: Outcome[] = [];
  let lostWays = 1;
  for (let lost = 0; lost <= of; lost++) {
    let ways = lostWays;
    for (let gained = 0; lost + gained <= of; gained++) {
      outcomes.push({ lost, gained, of, ways, statistic: pairedScore({ lost, gained, of }, margin) });
      ways *= (of - lost - gained) / (gained + 1);
    }
    lostWays *= (of - lost) / (lost + 1);
  }
  return outcomes;
}

/** Of outcomes in falling order of their statistic, down to `least`. */
function chanceOf(outcomes: readonly Outcome[], of: number, gain: number, margin: number, least = -Infinity): number {
  const lose = powersOf(gain + margin, of);
  const win = powersOf(gain, of);
  const stay = powersOf(Math.max(0, 1 - margin - 2 * gain), of);
  let sum = 0;
  for (const { lost, gained, ways, statistic } of outcomes) {
    if (statistic < least) break;
    sum += ways * (lose[lost] ?? 0) * (win[gained] ?? 0) * (stay[of - lost - gained] ?? 0);
  }
  return sum;
}

function powersOf(base: number, most: number): Float64Array {
  const powers = new Float64Array(most + 1).fill(1);
  for (let power = 1; power <= most; power++) powers[power] = (powers[power - 1] ?? 0) * base;
  return powers;
}
