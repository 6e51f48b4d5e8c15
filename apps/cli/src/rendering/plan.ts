import type { CallRange } from '@imaginarium/contracts';
import type { RunPlan } from '@imaginarium/pipeline';
import { formatCost, formatCount, renderTable } from './format.ts';

/**
 * The plan of a dry run.
 *
 * @param pilot trials that were made for it; null where the command makes none
 */
export function renderPlan(plan: RunPlan, { pilot }: { readonly pilot: number | null }): string {
  const rows = plan.purposes.map(({ purpose, model, calls, inputTokens, outputTokens, cost, tokensFrom }) => [
    purpose,
    model,
    range(calls),
    range(inputTokens),
    range(outputTokens),
    dollars(cost),
    tokensFrom,
  ]);
  const table = renderTable(
    [['purpose', 'model', 'calls', 'input tokens', 'output tokens', 'cost', 'tokens from'], ...rows],
    [2, 3, 4, 5],
  );
  const lines = [
    `plan: ${formatCount(plan.tools)} tools, ${range(plan.trials)} trials, ${range(plan.executions)} tool calls, into ${plan.folder}`,
    '',
    table,
    '',
    `cost in all: ${dollars(plan.cost)}`,
  ];
  if (plan.paidCalls > 0)
    lines.push(`${formatCount(plan.paidCalls)} calls are in the journal already and are not paid again.`);
  if (plan.purposes.some(({ tokensFrom }) => tokensFrom === 'assumed'))
    lines.push(
      `Token figures are assumed from the size of the tools${pilot === null ? '.' : '; --pilot 4 makes some real trials and projects from them.'}`,
    );
  if (plan.cost === null)
    lines.push('A price is unknown: give price: {inputPerMillion, outputPerMillion} with the model.');
  lines.push(pilot ? 'Nothing was done but the pilot trials.' : 'Nothing was done.');
  return lines.join('\n');
}

function range({ low, high }: CallRange): string {
  return low === high ? formatCount(low) : `${formatCount(low)}–${formatCount(high)}`;
}

function dollars(cost: CallRange | null): string {
  if (cost === null) return 'unknown';
  return cost.low === cost.high ? formatCost(cost.low) : `${formatCost(cost.low)}–${formatCost(cost.high)}`;
}
