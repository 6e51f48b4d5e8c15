import type { Comparison, DataProblem, Profile } from '@imaginarium/contracts';
import type { BootstrapOptions } from '../statistics/bootstrap-difference.ts';
import { holm } from '../statistics/holm.ts';
import { type ComparedMetric, compareMetric, type MetricComparison } from './compare-metric.ts';
import { pairVerdicts } from './pair-verdicts.ts';
import type { VerdictTable } from './verdict-table.ts';

const PROFILES: readonly Profile[] = ['ste', 'strict'];
const METRICS: readonly ComparedMetric[] = ['wellformed', 'toolMatch', 'correct'];
const LEVEL = 0.05;

export interface Compared {
  readonly comparisons: Comparison[];
  /** What kept files or items from being compared. */
  readonly problems: DataProblem[];
}

/**
 * Compares every further file with the first, under both profiles and in three metrics; p values are corrected over all of
 * these (Holm). A difference is called one only where both the corrected p is below 0.05 and the interval clustered by tool
 * leaves out 0.
 */
export function compareVerdicts(tables: readonly VerdictTable[], options: BootstrapOptions): Compared {
  const [baseline, ...others] = tables;
  if (baseline === undefined) return { comparisons: [], problems: [] };
  const problems: DataProblem[] = [];
  const compared: (MetricComparison & Pick<Comparison, 'a' | 'b'>)[] = [];
  for (const other of others) {
    const paired = pairVerdicts(baseline, other);
    problems.push(...paired.problems);
    for (const profile of PROFILES)
      for (const metric of METRICS)
        compared.push({
          a: baseline.name,
          b: other.name,
          ...compareMetric(paired.pairs, profile, metric, options),
        });
  }
  const adjusted = holm(compared.map(({ p }) => p));
  const comparisons = compared.map((comparison, index): Comparison => {
    const adjustedP = adjusted[index] ?? 1;
    return { ...comparison, adjustedP, conclusion: conclude(comparison, adjustedP) };
  });
  return { comparisons, problems };
}

function conclude({ low, high }: MetricComparison, adjustedP: number): Comparison['conclusion'] {
  if (adjustedP >= LEVEL || low === null || high === null) return 'no-difference-shown';
  if (low > 0) return 'b-better';
  return high < 0 ? 'a-better' : 'no-difference-shown';
}
