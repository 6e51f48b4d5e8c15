import { scrollTable } from './chart.ts';
import { type Html, html, nameHtml, trusted } from './html.ts';
import { rankTools, type ToolRow } from './rank-tools.ts';
import { drawTools } from './tools-chart.ts';
import { type Named, profiles } from './words.ts';
import { count, counted, percent } from './write-figures.ts';

/** Tools that the chart shows; the table holds them all. */
const charted = 20;

/** Per tool: the share that each model gets right, worst first. */
export function toolsSection(named: readonly Named[]): Html {
  const tools = rankTools(named);
  if (tools.length === 0)
    return html`<section id="tools" aria-labelledby="tools-heading"><h2 id="tools-heading">Tools</h2>
<p>No item wants a call, so there is nothing to show per tool.</p></section>`;
  const shown = tools.slice(0, charted);
  const caption =
    tools.length > charted
      ? `The ${charted} tools of ${count(tools.length)} that go wrong most, all models together`
      : 'Tools by how often they go wrong, worst first';
  return html`<section id="tools" aria-labelledby="tools-heading">
<h2 id="tools-heading">Tools</h2>
${drawTools(named, shown, html`${caption}. Bars: <b class="strict">■ strict</b>; dots: <b class="ste">● ste</b>; beside them, right (strict) of items tested.`)}
<details><summary>${tools.length === 1 ? 'The tool as a table' : `All ${counted(tools.length, 'tool')} as a table, worst first`}</summary>
${scrollTable('All tools', table(named, tools))}
</details>
</section>`;
}

function table(named: readonly Named[], tools: readonly ToolRow[]): Html {
  return html`<table class="tools">
<thead><tr><th scope="col" rowspan="2">Tool</th>${named.map(({ label }) => html`<th scope="colgroup" colspan="2"><bdi>${label}</bdi></th>`)}</tr>
<tr>${named.flatMap(() => profiles.map((profile) => html`<th scope="col"><b class="${profile}">${profile}</b></th>`))}</tr></thead>
<tbody>${tools.map(
    ({ tool, cells }) => html`<tr><th scope="row">${nameHtml(tool)}</th>${cells.flatMap((cell) =>
      profiles.map((profile) => {
        const score = cell?.[profile];
        if (score === undefined || score.total === 0) return html`<td class="figure none">none</td>`;
        const share = score.correct / score.total;
        return html`<td class="figure">${bar(share, profile)}<span class="value">${percent(share)}</span><small>${count(score.correct)} of ${count(score.total)}</small></td>`;
      }),
    )}</tr>
`,
  )}</tbody>
</table>`;
}

function bar(share: number, profile: string): Html {
  const width = (share * 100).toFixed(1);
  return trusted(
    `<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="4" fill="var(--grid)"/><rect width="${width}" height="4" fill="var(--${profile})"/></svg>`,
  );
}
