import type { RunReport } from '@imaginarium/pipeline';
import { formatCost, formatCount, renderTable } from './format.ts';

type Ledger = RunReport['ledger'];
type Line = Ledger['total'];

/** Calls, tokens and cost by purpose, and what the tools did. */
export function renderLedger(ledger: Ledger): string {
  const rows = [
    ...Object.entries(ledger.byPurpose).map(([purpose, line]) => row(purpose, line)),
    row('in all', ledger.total),
  ];
  const table = renderTable([['  purpose', 'calls', 'input tokens', 'output tokens', 'cost'], ...rows], [1, 2, 3, 4]);
  const { executions, failures } = ledger.tools;
  const estimated = ledger.total.estimatedCalls;
  const notes = [`  ${formatCount(executions)} tool calls, ${formatCount(failures)} answered with an error`];
  if (estimated > 0) notes.push(`  tokens of ${formatCount(estimated)} calls are estimates: the model did not say`);
  return [table, ...notes].join('\n');
}

function row(name: string, line: Line): string[] {
  const isUnknown = line.unpricedCalls > 0;
  const cost = isUnknown ? (line.cost > 0 ? `more than ${formatCost(line.cost)}` : 'unknown') : formatCost(line.cost);
  return [`  ${name}`, formatCount(line.calls), formatCount(line.inputTokens), formatCount(line.outputTokens), cost];
}
