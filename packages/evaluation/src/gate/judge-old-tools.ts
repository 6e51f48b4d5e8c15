import type { GateConfig, OldToolVerdict, Random } from '@imaginarium/contracts';
import { bootstrapDifference } from '../statistics/bootstrap-difference.ts';
import type { Interval } from '../statistics/clustered-interval.ts';
import { clusteredLossP } from '../statistics/clustered-loss-p.ts';
import { holm } from '../statistics/holm.ts';
import { pairedLossP } from '../statistics/paired-loss-p.ts';
import { type PairedCounts, pairedScoreInterval } from '../statistics/paired-score.ts';
import { countRight, type ItemResults } from './collapse-items.ts';
import { leastLossShown } from './least-loss-shown.ts';

type Results = ReadonlyMap<string, ItemResults>;
type Judged = Omit<OldToolVerdict, 'adjustedP' | 'leastShown' | 'verdict'>;

/** The name that `allOld` bears. */
const ALL_OLD = 'all old tools';

/**
 * Each old tool, and all of them together, against a loss of `margin`. The p values of the tools and of all together are one
 * family for Holm's correction, so that the chance of a false `worse` among them is at most the level. All together count
 * from two tools with pairs on; their p is the larger of a test over items and one over tools: a loss is shown only where both
 * show it.
 */
export function judgeOldTools(
  tools: readonly string[],
  before: Results,
  after: Results,
  { margin, level }: GateConfig,
  random: Random,
): { oldTools: OldToolVerdict[]; allOld: OldToolVerdict | null; family: number } {
  const paired = tools.map((tool) => ({ tool, counts: pairItems(before.get(tool), after.get(tool)) }));
  const clusters = paired.map(({ counts }) => ({ a: counts.lost, b: counts.gained, of: counts.of }));
  const hasAll = clusters.filter(({ of }) => of > 0).length >= 2;
  const judged = paired.map(({ tool, counts }) => ({
    counts,
    ...judge(tool, counts, pairedLossP(counts, margin), counts.of === 0 ? NONE : pairedScoreInterval(counts)),
    before: countRight(before.get(tool)),
    now: countRight(after.get(tool)),
  }));
  const pooled = sumCounts(paired.map(({ counts }) => counts));
  const all = {
    counts: pooled,
    ...judge(
      ALL_OLD,
      pooled,
      hasAll ? Math.max(pairedLossP(pooled, margin), clusteredLossP(clusters, margin)) : 1,
      bootstrapDifference(clusters, { random }),
    ),
    before: sumRight(judged.map(({ before }) => before)),
    now: sumRight(judged.map(({ now }) => now)),
  };
  const family = tools.length + (hasAll ? 1 : 0);
  const adjusted = holm([...judged.map(({ p }) => p), ...(hasAll ? [all.p] : [])]);
  const leastShown = new Map<number, number | null>();
  const conclude = ({ counts, ...rest }: Judged & { counts: PairedCounts }, adjustedP: number, isKnown: boolean) => {
    if (!leastShown.has(counts.of)) leastShown.set(counts.of, leastLossShown(counts.of, { margin, level, family }));
    const least = isKnown ? (leastShown.get(counts.of) ?? null) : null;
    const verdict = adjustedP <= level ? 'worse' : least === null ? 'cannot-tell' : 'held';
    return { ...rest, adjustedP, leastShown: least, verdict } satisfies OldToolVerdict;
  };
  return {
    oldTools: judged.map((tool, index) => conclude(tool, adjusted[index] ?? 1, true)),
    allOld: tools.length === 0 ? null : conclude(all, hasAll ? (adjusted.at(-1) ?? 1) : 1, hasAll),
    family,
  };
}

const NONE: Interval = { low: null, high: null };

function judge(tool: string, { lost, gained, of }: PairedCounts, p: number, interval: Interval) {
  return { tool, pairs: of, difference: of === 0 ? null : (gained - lost) / of, ...interval, p };
}

function pairItems(before: ItemResults | undefined, after: ItemResults | undefined): PairedCounts {
  const counts = { lost: 0, gained: 0, of: 0 };
  for (const [id, wasRight] of before ?? []) {
    const isRight = after?.get(id);
    if (isRight === undefined) continue;
    counts.of++;
    if (wasRight && !isRight) counts.lost++;
    if (!wasRight && isRight) counts.gained++;
  }
  return counts;
}

function sumCounts(all: readonly PairedCounts[]): PairedCounts {
  const sum = { lost: 0, gained: 0, of: 0 };
  for (const { lost, gained, of } of all) {
    sum.lost += lost;
    sum.gained += gained;
    sum.of += of;
  }
  return sum;
}

export function sumRight(all: readonly { correct: number; of: number }[]): { correct: number; of: number } {
  return {
    correct: all.reduce((sum, { correct }) => sum + correct, 0),
    of: all.reduce((sum, { of }) => sum + of, 0),
  };
}
