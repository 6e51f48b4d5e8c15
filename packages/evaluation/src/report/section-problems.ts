import type { DataProblem, EvaluationReport } from '@imaginarium/contracts';
import { scrollTable } from './chart.ts';
import { type Html, html, nameHtml } from './html.ts';
import { type Named, problemWords } from './words.ts';
import { clip, count, counted } from './write-figures.ts';

/** Names of a problem that are shown. */
const mostNames = 40;

/** What could not be used as it stood, by name and count; and what a person disputed. */
export function problemsSection(report: EvaluationReport, named: readonly Named[]): Html {
  const rows = [
    ...report.problems.map((problem) => ({ where: 'between files', problem })),
    ...named.flatMap(({ evaluation, label }) => evaluation.problems.map((problem) => ({ where: label, problem }))),
  ];
  const disputed = named.flatMap(({ evaluation: { disputes }, label }) =>
    disputes === null ? [] : [{ disputes, label }],
  );
  return html`<section id="problems" aria-labelledby="problems-heading">
<h2 id="problems-heading">Data problems and disputes</h2>
${
  rows.length === 0
    ? html`<p>No data problem: every line and item could be used as it stood.</p>`
    : scrollTable(
        'Data problems',
        html`<table><thead><tr><th scope="col">Where</th><th scope="col">What</th><th scope="col">Count</th><th scope="col">In words</th></tr></thead>
<tbody>${rows.map(({ where, problem }) => row(where, problem))}</tbody></table>`,
      )
}
${
  disputed.length === 0
    ? html`<p>No dispute file was applied.</p>`
    : html`<ul>${disputed.map(({ disputes, label }) => html`<li><bdi>${label}</bdi>: disputes <code>${disputes.hash.slice(0, 16)}</code>, ${count(disputes.applied)} applied, ${counted(disputes.dismissed, 'item')} dismissed.</li>`)}</ul>`
}
</section>`;
}

function row(where: string, { kind, count: times, names, message }: DataProblem): Html {
  const listed = names.slice(0, mostNames);
  return html`<tr><th scope="row" class="model"><bdi>${where}</bdi></th><td>${problemWords[kind]}</td><td class="figure">${count(times)}</td><td class="words">${message}${
    listed.length === 0
      ? null
      : html`<details><summary>${listed.length < times ? `The first ${count(listed.length)} by name` : 'By name'}</summary><ul class="names">${listed.map((name) => html`<li>${nameHtml(clip(name, 200))}</li>`)}</ul></details>`
  }</td></tr>
`;
}
