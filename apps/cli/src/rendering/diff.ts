import type { ArgumentComparison, CountComparison, DataSetDiff, ValueSummary } from '@imaginarium/pipeline';
import { formatCount, renderTable } from './format.ts';
import { differenceText } from './tool-difference.ts';

/** Rows that a person reads of a long list; `--json` has them all. */
const SHOWN = 12;
const WIDTH = 36;

/** How two data sets differ, what is the same in as few words as it needs. */
export function renderDiff(diff: DataSetDiff): string {
  const { a, b, kinds, target, isSame, tools, counts, records, queries } = diff;
  const lines = [`A ${a}   B ${b}${target === null ? '' : `   records for ${target}`}`];
  if (isSame) lines.push('the two hold the same');
  if (kinds.a === 'round' || kinds.b === 'round')
    lines.push('of a round: tools, queries and examples are all so far; records are those it is trained on');
  lines.push(
    '',
    `tools    ${said({ same: tools.same, changed: tools.changed, 'new in B': tools.added, lost: tools.removed })}`,
  );
  for (const { name, changes } of tools.changed) lines.push(`  ${name}: ${changes.map(differenceText).join('; ')}`);
  if (tools.added.length > 0) lines.push(`  new in B: ${tools.added.join(', ')}`);
  if (tools.removed.length > 0) lines.push(`  lost: ${tools.removed.join(', ')}`);
  const { same, moved, lost, added, overlap } = records;
  const shared = overlap === null ? '' : `, overlap ${percent(overlap)}`;
  lines.push(
    records.a + records.b === 0
      ? 'records  not compared: there is no target that both have records for'
      : `records  ${said({ same, 'in another split': moved, lost, 'new in B': added })}${shared}`,
  );
  lines.push(
    `queries  ${queriesText(queries)}`,
    ...section('examples by tool and split, A and B', renderCounts(counts)),
    ...section(
      'arguments whose values differ, chance exceeded (Jensen-Shannon, 0 to 1 bit)',
      renderArguments(diff.arguments),
    ),
  );
  return lines.join('\n');
}

function section(title: string, body: string): string[] {
  return body === '' ? [] : ['', title, body];
}

function said(counts: Readonly<Record<string, number | readonly unknown[]>>): string {
  const sizes = Object.entries(counts).map(
    ([word, count]) => [word, typeof count === 'number' ? count : count.length] as const,
  );
  const told = sizes.filter(([word, count], at) => at === 0 || count > 0 || word === 'same');
  return told.map(([word, count]) => `${formatCount(count)} ${word}`).join(' · ');
}

function queriesText({ a, b }: DataSetDiff['queries']): string {
  if (a.queries + b.queries === 0)
    return 'not known: calls and queries are read of a run, or of records for openai or trl';
  const others = a.same < a.queries || b.same < b.queries ? `; ${sharesText('A', a)}; ${sharesText('B', b)}` : '';
  return `${formatCount(a.same)} same${others}`;
}

function sharesText(name: string, { queries, near, alone }: DataSetDiff['queries']['a']): string {
  return `of ${formatCount(queries)} in ${name} ${formatCount(near)} near and ${formatCount(alone)} like none of the other`;
}

/** Tools whose counts differ, a column a split, `12 > 9` for 12 in A and 9 in B. */
function renderCounts(counts: readonly CountComparison[]): string {
  const splits = [...new Set(counts.map(({ split }) => split))];
  const tools = [...new Set(counts.filter(({ a, b }) => a !== b).map(({ tool }) => tool))];
  if (tools.length === 0) return '';
  const cell = (tool: string | null, split: string) => {
    const found = counts.find((count) => count.tool === tool && count.split === split);
    if (found === undefined) return '';
    return found.a === found.b ? formatCount(found.a) : `${formatCount(found.a)} > ${formatCount(found.b)}`;
  };
  const rows = tools
    .slice(0, SHOWN)
    .map((tool) => [`  ${tool ?? '(no call)'}`, ...splits.map((split) => cell(tool, split))]);
  return (
    renderTable(
      [['  tool', ...splits], ...rows],
      splits.map((_, at) => at + 1),
    ) + more(tools.length)
  );
}

function renderArguments(all: readonly ArgumentComparison[]): string {
  const told = all.filter(({ distance, chance }) => distance === null || distance > (chance ?? 0));
  if (told.length === 0) return '';
  const rows = told
    .slice(0, SHOWN)
    .map(({ tool, path, by, distance, chance, a, b }) => [
      `  ${tool} ${path}`,
      distance === null ? '' : distance.toFixed(3),
      chance === null ? '' : chance.toFixed(3),
      by ?? '',
      summaryText(a),
      summaryText(b),
    ]);
  return renderTable([['  argument', 'bits', 'chance', 'by', 'A', 'B'], ...rows], [1, 2]) + more(told.length);
}

function more(count: number): string {
  return count > SHOWN ? `\n  and ${formatCount(count - SHOWN)} more (--json has them)` : '';
}

function summaryText(summary: ValueSummary | null): string {
  if (summary === null) return 'never there';
  const { range, top, distinct, count } = summary;
  if (range) return `${range.low} to ${range.high}, median ${range.median} (${formatCount(count)})`;
  const values = top.map(({ value, count }) => `${JSON.stringify(value)} ${count}`).join(', ');
  const shown = values.length > WIDTH ? `${values.slice(0, WIDTH - 1)}…` : values;
  return `${shown} (${formatCount(count)}, ${percent(distinct)} distinct)`;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
