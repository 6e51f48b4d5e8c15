import type { PlannedTool, Round, ToolAction } from '@imaginarium/contracts';
import { scrollTable } from '../chart.ts';
import { type Html, html, nameHtml } from '../html.ts';
import { count, counted, shorten } from '../write-figures.ts';
import { differenceHtml } from './difference-words.ts';
import { actionWords } from './round-words.ts';

/** In the order in which a person wants to know of them. */
const actions: readonly ToolAction[] = ['explore', 'migrate', 'drop', 'keep'];
/** Tools of an action that show without opening anything. */
const shownTools = 12;

const meanings: Readonly<Record<ToolAction, string>> = {
  explore: 'new, or changed so that old examples say nothing of them',
  migrate: 'changed mechanically: their examples follow the new version',
  keep: 'nothing changed',
  drop: 'gone: their records leave',
};

/** What the round did to each tool, and what had changed. */
export function roundToolsSection({ tools }: Round): Html {
  const groups = actions
    .map((action) => ({ action, tools: tools.filter((tool) => tool.action === action) }))
    .filter((group) => group.tools.length > 0);
  return html`<section id="changes" aria-labelledby="changes-heading">
<h2 id="changes-heading">What the round did to tools</h2>
${groups.length === 0 ? html`<p>The round has no tools.</p>` : null}
<dl class="tiles">${groups.map(
    (group) =>
      html`<div><dt>${actionWords[group.action]}</dt><dd><b>${count(group.tools.length)}</b><span>${meanings[group.action]}</span></dd></div>`,
  )}</dl>
${groups.map(({ action, tools: members }) => groupHtml(action, members))}
</section>`;
}

function groupHtml(action: ToolAction, tools: readonly PlannedTool[]): Html {
  const isOpen = action !== 'keep' && tools.length <= shownTools;
  return html`<details${isOpen ? html` open` : null}><summary>${actionWords[action]}: ${counted(tools.length, 'tool')}</summary>
${scrollTable(`Tools ${actionWords[action].toLowerCase()}`, table(tools))}</details>
`;
}

function table(tools: readonly PlannedTool[]): Html {
  const hasDifferences = tools.some(({ differences }) => differences.length > 0);
  return html`<table class="first"><thead><tr><th scope="col">Tool</th><th scope="col">Why</th>${hasDifferences ? html`<th scope="col">What changed</th>` : null}</tr></thead>
<tbody>${tools.map(
    ({ tool, before, reason, differences }) =>
      html`<tr><th scope="row">${nameHtml(tool)}${before === null || before === tool ? null : html`<small>before: ${nameHtml(shorten(before, 80))}</small>`}</th><td class="prose">${shorten(reason, 400)}</td>${
        hasDifferences
          ? html`<td class="prose"><ul class="plain">${differences.map((difference) => html`<li>${differenceHtml(difference)}</li>`)}</ul></td>`
          : null
      }</tr>
`,
  )}</tbody></table>`;
}
