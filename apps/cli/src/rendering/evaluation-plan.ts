import type { EvaluationPlan } from '@imaginarium/pipeline/evaluate';
import { formatCost, formatCount } from './format.ts';

/** What an evaluation would ask, before it asks. */
export function renderEvaluationPlan(plan: EvaluationPlan): string {
  const range = ({ low, high }: { low: number; high: number }) =>
    Math.round(low) === Math.round(high)
      ? formatCount(Math.round(low))
      : `${formatCount(Math.round(low))} to ${formatCount(Math.round(high))}`;
  const cost = plan.cost
    ? `${formatCost(plan.cost.low)} to ${formatCost(plan.cost.high)}`
    : 'unknown: the config gives no price for the model';
  return [
    `${plan.model} on ${plan.test}: ${formatCount(plan.items)} items, ${formatCount(plan.tools)} tools`,
    `  calls          ${formatCount(plan.calls)}`,
    `  input tokens   ${range(plan.inputTokens)} (estimated)`,
    `  output tokens  ${range(plan.outputTokens)}`,
    `  cost           ${cost}`,
    `  into           ${plan.folder}`,
    'Nothing was asked.',
  ].join('\n');
}
