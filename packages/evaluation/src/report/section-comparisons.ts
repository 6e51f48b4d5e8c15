import type { Comparison } from '@imaginarium/contracts';
import { scrollTable } from './chart.ts';
import { type Html, html } from './html.ts';
import { longestName, metricWords, profiles } from './words.ts';
import { chance, count, points, shorten } from './write-figures.ts';

/** The paired comparisons in plain words; the share of correct calls first, the other metrics behind an expander. */
export function comparisonsSection(comparisons: readonly Comparison[]): Html | null {
  if (comparisons.length === 0) return null;
  const inOrder = profilesBeside(comparisons);
  const correct = inOrder.filter(({ metric }) => metric === 'correct');
  const others = inOrder.filter(({ metric }) => metric !== 'correct');
  return html`<section id="comparisons" aria-labelledby="comparisons-heading">
<h2 id="comparisons-heading">Comparisons</h2>
<p>Share of correct calls on the items that both answer. The difference is the second less the first, in points, with its 95% interval
(bootstrap over tools); p is McNemar’s exact test, corrected for the ${count(comparisons.length)} comparisons of this report (Holm).
A difference counts as shown where p is below 0.05 and the interval leaves out zero.</p>
${correct.length === 0 ? null : scrollTable('Comparisons of correct calls', table(correct, false))}
${others.length === 0 ? null : html`<details${correct.length === 0 ? html` open` : null}><summary>Well-formed and tool match (${count(others.length)})</summary>${scrollTable('Further comparisons', table(others, true))}</details>`}
</section>`;
}

/** Both profiles of a pair and metric next to one another, in the order in which the pairs came. */
function profilesBeside(comparisons: readonly Comparison[]): Comparison[] {
  const pairs = new Map<string, Comparison[]>();
  for (const comparison of comparisons) {
    const key = JSON.stringify([comparison.a, comparison.b, comparison.metric]);
    pairs.set(key, [...(pairs.get(key) ?? []), comparison]);
  }
  return [...pairs.values()].flatMap((pair) =>
    pair.sort((first, second) => profiles.indexOf(first.profile) - profiles.indexOf(second.profile)),
  );
}

function table(comparisons: readonly Comparison[], hasMetric: boolean): Html {
  const metricHead = hasMetric ? html`<th scope="col">Metric</th>` : null;
  return html`<table class="comparisons"><thead><tr><th scope="col">First and second</th><th scope="col">Profile</th>${metricHead}<th scope="col">In words</th><th scope="col">Difference</th><th scope="col">Adjusted p</th><th scope="col">Only first<small>of pairs</small></th><th scope="col">Only second<small>of pairs</small></th></tr></thead>
<tbody>${comparisons.map((comparison) => row(comparison, hasMetric))}</tbody></table>`;
}

function row(comparison: Comparison, hasMetric: boolean): Html {
  const { a, b, profile, metric, pairs, onlyA, onlyB, difference, adjustedP } = comparison;
  const only = (times: number) => html`<td class="figure">${count(times)} <small>of ${count(pairs)}</small></td>`;
  return html`<tr><th scope="row"><bdi>${shorten(a, longestName)}</bdi> <span class="against">and</span> <bdi>${shorten(b, longestName)}</bdi></th><td><b class="${profile}">${profile}</b></td>${hasMetric ? html`<td>${metricWords[metric]}</td>` : null}<td class="words ${comparison.conclusion}">${conclusion(comparison)}</td>
<td class="figure"><span class="value">${points(difference)}</span>${range(comparison)}</td><td class="figure">${chance(adjustedP)}</td>${only(onlyA)}${only(onlyB)}</tr>
`;
}

function range({ low, high }: Comparison): Html | null {
  return low === null || high === null ? null : html`<span class="interval">${points(low)} to ${points(high)}</span>`;
}

function conclusion({ a, b, conclusion: found, pairs }: Comparison): Html {
  if (pairs === 0) return html`nothing to compare`;
  if (found === 'no-difference-shown') return html`no difference shown`;
  return html`<bdi>${shorten(found === 'a-better' ? a : b, longestName)}</bdi> is better`;
}
