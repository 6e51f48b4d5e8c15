import type { Comparison, Profile } from '@imaginarium/contracts';
import { type BootstrapOptions, bootstrapDifference, type PairedCluster } from '../statistics/bootstrap-difference.ts';
import { mcnemarExact } from '../statistics/mcnemar-exact.ts';
import type { PairedItem } from './pair-verdicts.ts';
import { type Outcome, readOutcome } from './verdict-table.ts';

export type ComparedMetric = Comparison['metric'];
export type MetricComparison = Omit<Comparison, 'a' | 'b' | 'adjustedP' | 'conclusion'>;

/**
 * Compares one metric over paired answers to the items that want a call. Pairs are those where the metric is defined for
 * both: `toolMatch` where both are well-formed (it is a share of the well-formed), `correct` where both are decided.
 *
 * The p is McNemar's exact one over items: with a single run of each item its pairs are the items. With several, runs of an
 * item are no independent pairs, so an item counts once, for the file with more of its runs right, and not at all on a tie
 * (the sign test). It takes items to be independent; that those of one tool are not is the business of the interval, which
 * resamples tools.
 */
export function compareMetric(
  items: readonly PairedItem[],
  profile: Profile,
  metric: ComparedMetric,
  options: BootstrapOptions,
): MetricComparison {
  const counts = { both: 0, onlyA: 0, onlyB: 0, neither: 0 };
  const favours = { a: 0, b: 0 };
  const clusters = new Map<string, { a: number; b: number; of: number }>();
  for (const { tool, answers } of items) {
    if (tool === null) continue;
    const cluster = clusters.get(tool) ?? { a: 0, b: 0, of: 0 };
    clusters.set(tool, cluster);
    let gain = 0;
    for (const answer of answers) {
      const pair = readPair(readOutcome(answer.a, profile), readOutcome(answer.b, profile), metric);
      if (pair === undefined) continue;
      counts[pair.a ? (pair.b ? 'both' : 'onlyA') : pair.b ? 'onlyB' : 'neither']++;
      if (pair.a) cluster.a++;
      if (pair.b) cluster.b++;
      cluster.of++;
      gain += Number(pair.b) - Number(pair.a);
    }
    if (gain > 0) favours.b++;
    if (gain < 0) favours.a++;
  }
  const pairs = counts.both + counts.onlyA + counts.onlyB + counts.neither;
  const sampled: PairedCluster[] = [...clusters.values()];
  return {
    profile,
    metric,
    pairs,
    ...counts,
    difference: pairs === 0 ? null : (counts.onlyB - counts.onlyA) / pairs,
    ...bootstrapDifference(sampled, options),
    p: mcnemarExact(favours.a, favours.b),
  };
}

/** Undefined where the metric is not defined for both. */
function readPair(a: Outcome | undefined, b: Outcome | undefined, metric: ComparedMetric) {
  if (a === undefined || b === undefined) return undefined;
  if (metric === 'wellformed') return { a: a.isWellformed, b: b.isWellformed };
  if (metric === 'correct')
    return a.isCorrect === null || b.isCorrect === null ? undefined : { a: a.isCorrect, b: b.isCorrect };
  return a.isWellformed && b.isWellformed ? { a: a.isToolMatch, b: b.isToolMatch } : undefined;
}
