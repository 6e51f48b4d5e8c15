import type { EvaluationReport } from '@imaginarium/contracts';
import { type Html, html } from './html.ts';
import { type Named, profiles } from './words.ts';
import { count, counted, instant } from './write-figures.ts';

/** What was evaluated, when and on what; and, before any figure, what a reader must know of its trustworthiness. */
export function headingSection(report: EvaluationReport, named: readonly Named[]): Html {
  const warnings = warningsOf(report, named);
  const data = [...new Map(named.map(({ evaluation: { header } }) => [header.data.hash, header.data])).values()];
  return html`<header>
<p class="kicker">Imaginarium evaluation report</p>
<h1>${titleOf(named)}</h1>
<dl class="facts">
<div><dt>Made</dt><dd><time datetime="${instant(report.createdAt)}">${instant(report.createdAt)}</time></dd></div>
<div><dt>Predictions</dt><dd>${count(named.reduce((sum, { evaluation }) => sum + evaluation.predictions, 0))} in ${counted(named.length, 'file')}</dd></div>
${data.map(
  ({ source, hash, items }) => html`<div><dt>Test set</dt><dd><bdi>${source}</bdi>, ${counted(items, 'item')}</dd></div>
<div><dt>Data hash</dt><dd><code title="${hash}">${hash.slice(0, 16)}</code></dd></div>
`,
)}
</dl>
${
  named.length > 1
    ? html`<ol class="models">${named.map(({ evaluation }) => html`<li><bdi>${evaluation.header.name}</bdi>${evaluation.header.model === null ? null : html` <small><bdi>${evaluation.header.model}</bdi></small>`}</li>`)}</ol>`
    : null
}
</header>
${
  warnings.length === 0
    ? null
    : html`<section class="warnings" aria-labelledby="warnings-heading"><h2 id="warnings-heading">Before you read the figures</h2>
<ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul></section>`
}`;
}

/** The page's title, as plain text. */
export function titleOf(named: readonly Named[]): string {
  const [only] = named;
  return named.length === 1 && only !== undefined
    ? only.evaluation.header.name
    : `${named.length} evaluations compared`;
}

function warningsOf(report: EvaluationReport, named: readonly Named[]): Html[] {
  const warnings = report.problems.map(({ message }) => html`${message}`);
  const hashes = new Set(named.map(({ evaluation }) => evaluation.header.data.hash));
  if (hashes.size > 1 && !report.problems.some(({ kind }) => kind === 'different-data'))
    warnings.push(html`The files were made on ${hashes.size} different test sets: their figures cannot be compared.`);
  for (const { evaluation, label } of named) {
    for (const profile of profiles) {
      const { undecided } = evaluation.scores[profile];
      if (undecided > 0)
        warnings.push(
          html`<bdi>${label}</bdi>, ${profile}: ${counted(undecided, 'verdict')} ${undecided === 1 ? 'is' : 'are'} undecided for want of a judge, so “correct” is too low by as much as ${undecided === 1 ? 'it' : 'they'} would add.`,
        );
    }
    const problems = evaluation.problems.reduce((sum, problem) => sum + problem.count, 0);
    if (problems > 0)
      warnings.push(
        html`<bdi>${label}</bdi>: ${counted(problems, 'data problem')}, <a href="#problems">named below</a>.`,
      );
    if (evaluation.disputes !== null && evaluation.disputes.applied + evaluation.disputes.dismissed > 0)
      warnings.push(
        html`<bdi>${label}</bdi>: scored with disputes, ${count(evaluation.disputes.applied)} applied and ${counted(evaluation.disputes.dismissed, 'item')} dismissed.`,
      );
  }
  return warnings;
}
