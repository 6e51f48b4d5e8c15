import type { SmokeReport } from '@imaginarium/pipeline/evaluate';
import { renderTable } from './format.ts';

const SAID = 60;

/** What came of each call, and what it means. */
export function renderSmoke({ model, calls, counts, rightTool, conclusion }: SmokeReport): string {
  const rows = calls.map(({ outcome, wanted, called, notation, said }) => [
    `  ${outcome}`,
    called ?? (notation ? `written as ${notation}` : '–'),
    called === null || called === wanted ? '' : `wanted ${wanted}`,
    called === null ? said.replace(/\s+/g, ' ').slice(0, SAID) : '',
  ]);
  return [
    `${model}: ${counts.parsed} of ${calls.length} replies came back as tool calls, ${rightTool} of the tool that serves the query`,
    renderTable(rows),
    '',
    conclusion.message,
    ...(conclusion.hint === null ? [] : [conclusion.hint]),
  ].join('\n');
}
