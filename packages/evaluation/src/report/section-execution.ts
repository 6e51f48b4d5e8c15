import { scrollTable } from './chart.ts';
import { type Html, html } from './html.ts';
import type { Named } from './words.ts';
import { count, interval, percent } from './write-figures.ts';

/** Executed checks: whether the call made and the call expected get the same observation. Null where none was run. */
export function executionSection(named: readonly Named[]): Html | null {
  const checked = named.flatMap(({ evaluation: { execution }, label }) =>
    execution === null ? [] : [{ execution, label }],
  );
  if (checked.length === 0) return null;
  return html`<section id="execution" aria-labelledby="execution-heading">
<h2 id="execution-heading">Executed checks</h2>
<p>Expected and actual call were both run on the tool or its recording: do they get the same observation?</p>
${scrollTable(
  'Executed checks',
  html`<table><thead><tr><th scope="col">Model</th><th scope="col">Same observation</th><th scope="col">Not checked, and why</th></tr></thead>
<tbody>${checked.map(({ execution: { same, unchecked }, label }) => {
    const reasons = Object.entries(unchecked).sort(([a], [b]) => (a < b ? -1 : 1));
    const range = interval(same);
    return html`<tr><th scope="row" class="model"><bdi>${label}</bdi></th><td class="figure"><span class="value">${percent(same.value)}</span>${range === null ? null : html`<span class="interval">${range}</span>`}<small>${count(same.count)} of ${count(same.of)}</small></td>
<td>${reasons.length === 0 ? 'all were checked' : html`<ul>${reasons.map(([reason, times]) => html`<li>${count(times)}: ${reason}</li>`)}</ul>`}</td></tr>
`;
  })}</tbody></table>`,
)}
</section>`;
}
