import type { Change, Metric, RoundMatrix } from '@imaginarium/contracts';
import { scrollTable } from '../chart.ts';
import { type Html, html, nameHtml } from '../html.ts';
import { count, interval, percent, points } from '../write-figures.ts';
import { batchRows, groupWords, type HeatRow } from './heat-row.ts';
import { rankRows } from './rank-rows.ts';

/** Everything that the heat maps show, and all that they leave out, as figures. */
export function matrixTable(matrix: RoundMatrix): Html {
  const { rounds, profile } = matrix;
  const isCompared = rounds.length > 1;
  const columns = rounds.length + (isCompared ? 2 : 0) + 1;
  return scrollTable(
    `Every round by tool, ${profile}`,
    html`<table class="first"><thead><tr><th scope="col">Tool</th>${rounds.map((round) => html`<th scope="col">Round ${round}</th>`)}${
      isCompared
        ? html`<th scope="col">Forgetting<small>points</small></th><th scope="col">Backward transfer<small>points</small></th>`
        : null
    }</tr></thead>
<tbody><tr class="rowgroup"><th scope="rowgroup" colspan="${columns}">Batches</th></tr>
${batchRows(matrix).map((row) => line(html`${row.label}`, row, isCompared))}</tbody>
${rankRows(matrix).map(
  ({
    batch,
    rows,
  }) => html`<tbody><tr class="rowgroup"><th scope="rowgroup" colspan="${columns}">${groupWords(batch)}</th></tr>
${rows.map((row) => line(nameHtml(row.name), row, isCompared))}</tbody>
`,
)}</table>`,
  );
}

function line(
  name: Html,
  { cells, forgetting, backwardTransfer }: Pick<HeatRow, 'cells' | 'forgetting' | 'backwardTransfer'>,
  isCompared: boolean,
): Html {
  return html`<tr><th scope="row">${name}</th>${(cells ?? []).map(share)}${isCompared ? html`${change(forgetting)}${change(backwardTransfer)}` : null}</tr>
`;
}

function share(metric: Metric | null): Html {
  if (metric === null || metric.value === null) return html`<td class="figure none">–</td>`;
  const range = interval(metric);
  return html`<td class="figure"><span class="value">${percent(metric.value)}</span>${range === null ? null : html`<span class="interval">${range}</span>`}<small>${count(metric.count)} of ${count(metric.of)}</small></td>`;
}

function change(found: Change | null): Html {
  if (found === null) return html`<td class="figure none">–</td>`;
  const { value, low, high } = found;
  return html`<td class="figure"><span class="value">${points(value)}</span>${low === null || high === null ? null : html`<span class="interval">${points(low)} to ${points(high)}</span>`}</td>`;
}
