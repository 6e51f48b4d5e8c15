import type { Score } from '@imaginarium/contracts';
import { scrollTable } from './chart.ts';
import { drawConfusions } from './confusions-chart.ts';
import { type Html, html, nameHtml } from './html.ts';
import { type Named, profiles } from './words.ts';
import { count, counted } from './write-figures.ts';

/** Pairs of the table that show at once, and those that its expander adds at most. */
const shownPairs = 10;
const mostPairs = 200;

interface Pair {
  expected: string;
  called: string;
  strict: number;
  ste: number;
}

/** Which tools are taken for one another: a matrix and its pairs, for each evaluation. */
export function confusionsSection(named: readonly Named[]): Html {
  return html`<section id="confusions" aria-labelledby="confusions-heading">
<h2 id="confusions-heading">Tools taken for one another</h2>
<p>Only tools that were confused are shown. A name that no tool has stands as the model wrote it.</p>
${named.map(
  (
    { evaluation, label },
    index,
  ) => html`<details${index === 0 ? html` open` : null}><summary><bdi>${label}</bdi>: ${count(total(evaluation.scores.strict))} calls of a wrong tool (strict), ${count(total(evaluation.scores.ste))} (ste)</summary>
${body(evaluation.scores.strict, evaluation.scores.ste, label)}</details>`,
)}
</section>`;
}

function body(strict: Score, ste: Score, label: string): Html {
  const pairs = pairsOf(strict, ste);
  if (pairs.length === 0) return html`<p>No tool was taken for another.</p>`;
  const rest = pairs.slice(shownPairs, mostPairs);
  return html`${profiles.map((profile) => drawConfusions({ strict, ste }[profile].confusions, profile))}
${scrollTable(`Confused pairs of ${label}`, table(pairs.slice(0, shownPairs)))}
${
  rest.length === 0
    ? null
    : html`<details><summary>${counted(rest.length, 'more pair')}${pairs.length > mostPairs ? ` of ${count(pairs.length - shownPairs)}` : ''}</summary>${scrollTable(`More confused pairs of ${label}`, table(rest))}</details>`
}`;
}

function table(pairs: readonly Pair[]): Html {
  return html`<table class="pairs"><thead><tr><th scope="col">Expected</th><th scope="col">Called</th>${profiles.map((profile) => html`<th scope="col"><b class="${profile}">${profile}</b></th>`)}</tr></thead>
<tbody>${pairs.map(
    (
      pair,
    ) => html`<tr><th scope="row">${nameHtml(pair.expected)}</th><td>${nameHtml(pair.called)}</td>${profiles.map((profile) => html`<td class="figure">${count(pair[profile])}</td>`)}</tr>
`,
  )}</tbody></table>`;
}

function total(score: Score): number {
  return score.confusions.reduce((sum, confusion) => sum + confusion.count, 0);
}

function pairsOf(strict: Score, ste: Score): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const [profile, score] of [['strict', strict] as const, ['ste', ste] as const])
    for (const { expected, called, count: times } of score.confusions) {
      const key = JSON.stringify([expected, called]);
      const pair = pairs.get(key) ?? { expected, called, strict: 0, ste: 0 };
      pair[profile] += times;
      pairs.set(key, pair);
    }
  return [...pairs.values()].sort((a, b) => b.strict + b.ste - a.strict - a.ste);
}
