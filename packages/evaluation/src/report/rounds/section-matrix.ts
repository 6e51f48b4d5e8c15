import type { Change, RoundMatrix, RoundReport } from '@imaginarium/contracts';
import { type Html, html } from '../html.ts';
import { count, points } from '../write-figures.ts';
import { frameHeat } from './heat-frame.ts';
import { heatLegend } from './heat-legend.ts';
import { drawHeatMap } from './heat-map.ts';
import { narrowRounds } from './heat-narrow.ts';
import { batchRows, toolRows } from './heat-row.ts';
import { matrixTable } from './matrix-table.ts';
import { shareWords } from './round-words.ts';

/** Tools that the heat map draws; the table holds them all. */
const drawn = 80;

/** How every tool and batch did after each round: the gate's profile first, the other behind an expander. */
export function matrixSection({ matrices }: RoundReport): Html {
  const [first, ...others] = matrices;
  return html`<section id="matrix" aria-labelledby="matrix-heading">
<h2 id="matrix-heading">Every round by tool</h2>
${
  first === undefined
    ? null
    : html`<p>After each round its checkpoint is tested on every tool so far. Forgetting is the greatest loss from any earlier round to the
last: above zero, something was lost, and of many rounds a tool that only wavers has some too. Backward transfer is the change
since the round in which a tool was learned: below zero, something was lost. Both are in points, on the items that the two
rounds share.</p>
${heatLegend()}
${body(first)}`
}
${others.map((matrix) => html`<details><summary>The same by the profile ${matrix.profile}: ${shareWords[matrix.metric]}</summary>${body(matrix)}</details>`)}
</section>`;
}

function body(matrix: RoundMatrix): Html {
  const { tools, rounds, profile, metric } = matrix;
  if (tools.length === 0) return html`<p>No tool was tested.</p>`;
  const what = html`${shareWords[metric]} (<b class="${profile}">${profile}</b>)`;
  const capped = tools.length > drawn ? `The ${drawn} of ${count(tools.length)} tools` : 'Tools';
  const hasOld = rounds.length > 1;
  const order =
    tools.length > drawn
      ? hasOld
        ? 'that were forgotten most or do worst'
        : 'that do worst'
      : `by batch, the ${hasOld ? 'most forgotten' : 'lowest'} first`;
  const [above, below] = [batchRows(matrix), toolRows(matrix, drawn)];
  const frame = frameHeat(matrix, [...above, ...below]);
  const most = narrowRounds(frame);
  const last =
    rounds.length > most
      ? html`<span class="narrow">The last ${most} of ${rounds.length} rounds; the table has them all.</span>`
      : null;
  return html`${summary(matrix)}
${drawHeatMap(frame, above, html`Batches after each round: ${what}. ${last}`, `Batches by round, ${profile}`)}
${drawHeatMap(frame, below, html`${capped} ${order}: ${what}. ${last}`, `Tools by round, ${profile}`)}
<details><summary>${tools.length === 1 ? 'The tool' : `All ${count(tools.length)} tools`} and batches as a table</summary>
${matrixTable(matrix)}
</details>`;
}

function summary({ forgetting, backwardTransfer, rounds }: RoundMatrix): Html {
  if (forgetting === null && backwardTransfer === null)
    return html`<p>${rounds.length === 1 ? 'This is the first round: nothing could be forgotten yet.' : 'No tool was tested both before and after, so that nothing can be said of forgetting.'}</p>`;
  return html`<p>Mean over the tools of earlier rounds: forgetting ${words(forgetting)}, backward transfer ${words(backwardTransfer)}, in
points with the 95% interval.</p>`;
}

function words(change: Change | null): Html {
  if (change === null) return html`unknown`;
  const { value, low, high } = change;
  return html`<b>${points(value)}</b>${low === null || high === null ? null : ` (${points(low)} to ${points(high)})`}`;
}
