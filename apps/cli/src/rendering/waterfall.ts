import type { WaterfallStep } from '@imaginarium/pipeline';
import { formatCount } from './format.ts';

const BAR_WIDTH = 36;

/** Bars of what was left after each step; each unit has a scale of its own. */
export function renderWaterfall(steps: readonly WaterfallStep[]): string {
  const nameWidth = Math.max(...steps.map(({ name }) => name.length));
  const countWidth = Math.max(...steps.map(({ count }) => formatCount(count).length));
  return steps
    .map(({ name, count, unit }) => {
      const most = Math.max(1, ...steps.filter((step) => step.unit === unit).map((step) => step.count));
      const bar = '█'.repeat(Math.round((count / most) * BAR_WIDTH)).padEnd(1, '▏');
      return `  ${name.padEnd(nameWidth)}  ${formatCount(count).padStart(countWidth)}  ${bar}`;
    })
    .join('\n');
}
