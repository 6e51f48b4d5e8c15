import type { Evaluation } from '@imaginarium/contracts';
import { scrollTable } from './chart.ts';
import { type Html, html } from './html.ts';
import type { Named } from './words.ts';
import { count, dollars, duration } from './write-figures.ts';

/** Tokens, dollars and latency. */
export function costSection(named: readonly Named[]): Html {
  return html`<section id="cost" aria-labelledby="cost-heading">
<h2 id="cost-heading">Cost and latency</h2>
${scrollTable(
  'Cost and latency',
  html`<table><thead><tr><th scope="col">Model</th><th scope="col">Predictions</th><th scope="col">Tokens in</th><th scope="col">Tokens out</th><th scope="col">Cost</th><th scope="col">A correct call<small>strict</small></th><th scope="col">Latency, median</th><th scope="col">95th percentile</th></tr></thead>
<tbody>${named.map(({ evaluation, label }) => row(evaluation, label))}</tbody></table>`,
)}
</section>`;
}

function row({ predictions, usage, scores }: Evaluation, label: string): Html {
  const isRecorded = usage.inputTokens > 0 || usage.outputTokens > 0;
  const unknown = (words: string) => html`<td class="figure none">${words}</td>`;
  const figure = (words: string) => html`<td class="figure">${words}</td>`;
  const latency = (milliseconds: number | undefined) =>
    milliseconds === undefined ? unknown('not recorded') : figure(duration(milliseconds));
  return html`<tr><th scope="row" class="model"><bdi>${label}</bdi></th>${figure(count(predictions))}
${isRecorded ? figure(count(usage.inputTokens)) : unknown('not recorded')}${isRecorded ? figure(count(usage.outputTokens)) : unknown('not recorded')}
${usage.cost === null ? unknown('price unknown') : figure(dollars(usage.cost))}
${usage.costPerCorrect !== null ? figure(dollars(usage.costPerCorrect)) : unknown(scores.strict.correct.count === 0 ? 'none correct' : 'price unknown')}
${latency(usage.latency?.median)}${latency(usage.latency?.p95)}</tr>
`;
}
