import type { Comparison } from '@imaginarium/contracts';
import { percent } from './evaluation.ts';
import { formatCount, renderTable } from './format.ts';

const METRICS: Readonly<Record<Comparison['metric'], string>> = {
  wellformed: 'well-formed',
  toolMatch: 'tool match',
  correct: 'correct',
};

/** Paired comparisons, in percentage points, and what they show. */
export function renderComparisons(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map((comparison) => {
    const { a, b, profile, metric, pairs, onlyA, onlyB, difference, low, high, adjustedP } = comparison;
    const interval = low === null || high === null ? '' : ` (${points(low)} to ${points(high)})`;
    return [
      `  ${b} − ${a}`,
      profile,
      METRICS[metric],
      difference === null ? '–' : `${points(difference)}${interval}`,
      `${formatCount(onlyB)} : ${formatCount(onlyA)}`,
      formatCount(pairs),
      adjustedP < 0.0001 ? '<0.0001' : adjustedP.toFixed(4),
      conclusionOf(comparison),
    ];
  });
  const head = [
    '  difference, in points',
    'profile',
    'metric',
    '95 % interval',
    'won : lost',
    'pairs',
    'p, corrected',
    '',
  ];
  return renderTable([head, ...rows], [4, 5, 6]);
}

function conclusionOf({ conclusion, a, b }: Comparison): string {
  if (conclusion === 'no-difference-shown') return 'no difference shown';
  return `${conclusion === 'a-better' ? a : b} is better`;
}

function points(share: number): string {
  return `${share > 0 ? '+' : ''}${percent(share)}`;
}
