import { scrollTable } from './chart.ts';
import { drawErrors } from './errors-chart.ts';
import { type Html, html } from './html.ts';
import { misses, missWords, type Named, profiles } from './words.ts';
import { count } from './write-figures.ts';

/** What went wrong, by class, for each model and profile. */
export function errorsSection(named: readonly Named[]): Html {
  const scores = named.flatMap(({ evaluation }) => profiles.map((profile) => evaluation.scores[profile]));
  const present = misses.filter((miss) => scores.some((score) => (score.misses[miss] ?? 0) > 0));
  const hasUndecided = scores.some(({ undecided }) => undecided > 0);
  if (present.length === 0 && !hasUndecided)
    return html`<section id="errors" aria-labelledby="errors-heading"><h2 id="errors-heading">Errors</h2><p>No miss at all.</p></section>`;
  return html`<section id="errors" aria-labelledby="errors-heading">
<h2 id="errors-heading">Errors</h2>
<p>Each miss has one class, the first that applies.</p>
${drawErrors(named, present, hasUndecided)}
${scrollTable(
  'Errors by class',
  html`<table><thead><tr><th scope="col">Model</th><th scope="col">Profile</th>${present.map((miss) => html`<th scope="col">${missWords[miss]}</th>`)}${hasUndecided ? html`<th scope="col">Undecided</th>` : null}</tr></thead>
${named.map(
  ({ evaluation, label }) =>
    html`<tbody>${profiles.map((profile, index) => {
      const score = evaluation.scores[profile];
      return html`<tr>${index === 0 ? html`<th scope="rowgroup" rowspan="${profiles.length}" class="model"><bdi>${label}</bdi></th>` : null}<th scope="row"><b class="${profile}">${profile}</b></th>${present.map((miss) => html`<td class="figure">${count(score.misses[miss] ?? 0)}</td>`)}${hasUndecided ? html`<td class="figure">${count(score.undecided)}</td>` : null}</tr>
`;
    })}</tbody>`,
)}</table>`,
)}
</section>`;
}
