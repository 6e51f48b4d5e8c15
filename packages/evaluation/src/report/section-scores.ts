import type { Metric, Score } from '@imaginarium/contracts';
import { scrollTable } from './chart.ts';
import { type Html, html } from './html.ts';
import { drawScores } from './scores-chart.ts';
import { type Named, profiles } from './words.ts';
import { count, interval, percent } from './write-figures.ts';

/** The table of models, profiles and metrics, with its chart. */
export function scoresSection(named: readonly Named[]): Html {
  const columns = columnsOf(named.flatMap(({ evaluation }) => profiles.map((profile) => evaluation.scores[profile])));
  return html`<section id="scores" aria-labelledby="scores-heading">
<h2 id="scores-heading">Scores</h2>
<p>Each prediction is scored twice. <b class="strict">strict</b>: the first well-formed call counts, names are taken as
written, arguments are compared by the tool’s schema. <b class="ste">ste</b>: the paper’s rules to the letter, lenient and
comparable with its published figures.</p>
${drawScores(named)}
${scrollTable(
  'Scores',
  html`<table class="scores">
<thead><tr><th scope="col">Model</th><th scope="col">Profile</th>${columns.map(({ title, of }) => html`<th scope="col">${title}<small>${of}</small></th>`)}</tr></thead>
${named.map(
  ({ evaluation, label }) =>
    html`<tbody>${profiles.map(
      (profile, index) =>
        html`<tr>${
          index === 0
            ? html`<th scope="rowgroup" rowspan="${profiles.length}" class="model"><bdi>${label}</bdi></th>`
            : null
        }<th scope="row"><b class="${profile}">${profile}</b></th>${columns.map(({ of: _of, title: _title, read }) => cell(read(evaluation.scores[profile])))}</tr>`,
    )}</tbody>`,
)}
</table>`,
)}
<p class="note">Intervals hold with 95% confidence and count items of one tool as one cluster. Where fewer than two tools
were tested, no interval can be given.</p>
</section>`;
}

interface Column {
  title: string;
  of: string;
  read: (score: Score) => Metric | null;
}

function columnsOf(scores: readonly Score[]): Column[] {
  const repetitions = Math.max(0, ...scores.flatMap(({ passHatK }) => passHatK.map(({ k }) => k)));
  const columns: Column[] = [
    { title: 'Well-formed', of: 'of all', read: ({ wellformed }) => wellformed },
    { title: 'Tool match', of: 'of well-formed', read: ({ toolMatch }) => toolMatch },
    { title: 'Correct', of: 'of all', read: ({ correct }) => correct },
  ];
  if (scores.some(({ irrelevance }) => irrelevance !== null))
    columns.push({ title: 'Irrelevance', of: 'no call where none is right', read: ({ irrelevance }) => irrelevance });
  if (scores.some(({ multiCall }) => multiCall !== null))
    columns.push({ title: 'Several calls', of: 'all of them right', read: ({ multiCall }) => multiCall });
  for (let k = 2; k <= repetitions; k += 1)
    columns.push({
      title: `pass^${k}`,
      of: `${k} runs of ${k} right`,
      read: ({ passHatK }) => passHatK.find((pass) => pass.k === k)?.metric ?? null,
    });
  return columns;
}

function cell(metric: Metric | null): Html {
  if (metric === null || metric.value === null) return html`<td class="figure none">none</td>`;
  const range = interval(metric);
  return html`<td class="figure"><span class="value">${percent(metric.value)}</span>${
    range === null ? null : html`<span class="interval">${range}</span>`
  }<small>${count(metric.count)} of ${count(metric.of)}</small></td>`;
}
