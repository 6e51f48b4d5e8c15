import type { EvaluationReport, Profile } from '@imaginarium/contracts';
import { type Html, html } from './html.ts';
import { longestName, type Named, profiles } from './words.ts';
import { count, counted, instant, shorten } from './write-figures.ts';

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
  ({
    source,
    hash,
    items,
  }) => html`<div><dt>Test set</dt><dd><bdi>${shorten(source, longestName)}</bdi>, ${counted(items, 'item')}</dd></div>
<div><dt>Data hash</dt><dd><code title="${hash}">${hash.slice(0, 16)}</code></dd></div>
`,
)}
</dl>
${
  named.length > 1
    ? html`<ol class="models">${named.map(({ evaluation }) => html`<li><bdi>${shorten(evaluation.header.name, longestName)}</bdi>${evaluation.header.model === null ? null : html` <small><bdi>${shorten(evaluation.header.model, longestName)}</bdi></small>`}</li>`)}</ol>`
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
  return named.length === 1 && only !== undefined ? only.label : `${named.length} evaluations compared`;
}

function warningsOf(report: EvaluationReport, named: readonly Named[]): Html[] {
  const warnings = report.problems.map(({ message }) => html`${message}`);
  const hashes = new Set(named.map(({ evaluation }) => evaluation.header.data.hash));
  if (hashes.size > 1 && !report.problems.some(({ kind }) => kind === 'different-data'))
    warnings.push(html`The files were made on ${hashes.size} different test sets: their figures cannot be compared.`);
  for (const { evaluation, label } of named)
    for (const { kind, message } of evaluation.problems)
      if (kind === 'different-data') warnings.push(html`<bdi>${label}</bdi>: ${message}`);
  const undecided = named.flatMap(({ evaluation, label }) =>
    profiles.flatMap((profile) => part(label, evaluation.scores[profile].undecided, profile)),
  );
  if (undecided.length > 0)
    warnings.push(html`Undecided for want of a judge, so that “correct” is a lower bound: ${joined(undecided)}.`);
  const problems = named.flatMap(({ evaluation, label }) =>
    part(
      label,
      evaluation.problems.reduce((sum, problem) => sum + problem.count, 0),
    ),
  );
  if (problems.length > 0)
    warnings.push(
      html`Rows or verdicts with a problem in the data, <a href="#problems">named below</a>: ${joined(problems)}.`,
    );
  const disputed = named.flatMap(({ evaluation: { disputes }, label }) =>
    part(label, disputes === null ? 0 : disputes.applied + disputes.dismissed),
  );
  if (disputed.length > 0) warnings.push(html`Expected calls that a person disputed: ${joined(disputed)}.`);
  return warnings;
}

function part(label: string, times: number, profile?: Profile): Html[] {
  if (times === 0) return [];
  return [html`<bdi>${label}</bdi>${profile === undefined ? null : html` (${profile})`} ${count(times)}`];
}

function joined(parts: readonly Html[]): Html {
  return html`${parts.map((piece, index) => html`${index === 0 ? '' : '; '}${piece}`)}`;
}
