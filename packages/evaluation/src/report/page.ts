import { createHash } from 'node:crypto';
import type { EvaluationReport } from '@imaginarium/contracts';
import { filterScript } from './filter-script.ts';
import { type Html, html, trusted } from './html.ts';
import { comparisonsSection } from './section-comparisons.ts';
import { confusionsSection } from './section-confusions.ts';
import { costSection } from './section-cost.ts';
import { errorsSection } from './section-errors.ts';
import { examplesSection } from './section-examples.ts';
import { executionSection } from './section-execution.ts';
import { headingSection, titleOf } from './section-heading.ts';
import { problemsSection } from './section-problems.ts';
import { reproductionSection } from './section-reproduction.ts';
import { scoresSection } from './section-scores.ts';
import { toolsSection } from './section-tools.ts';
import { styleSheet } from './style-sheet.ts';
import { nameEvaluations } from './words.ts';

/** The whole page. Its policy lets nothing be loaded and nothing run but the script and style whose hashes it names. */
export function renderPage(report: EvaluationReport): string {
  const named = nameEvaluations(report.evaluations);
  const parts: { id: string; title: string; body: Html | null }[] = [
    { id: 'scores', title: 'Scores', body: scoresSection(named) },
    { id: 'comparisons', title: 'Comparisons', body: comparisonsSection(report.comparisons) },
    { id: 'tools', title: 'Tools', body: toolsSection(named) },
    { id: 'confusions', title: 'Confusions', body: confusionsSection(named) },
    { id: 'errors', title: 'Errors', body: errorsSection(named) },
    { id: 'execution', title: 'Executed checks', body: executionSection(named) },
    { id: 'cost', title: 'Cost', body: costSection(named) },
    { id: 'examples', title: 'Example misses', body: examplesSection(named) },
    { id: 'problems', title: 'Problems', body: problemsSection(report, named) },
    { id: 'reproduction', title: 'Reproduce', body: reproductionSection(named) },
  ];
  const present = parts.filter(({ body }) => body !== null);
  const policy = `default-src 'none'; style-src ${hashSource(styleSheet)}; script-src ${hashSource(filterScript)}; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titleOf(named)} · evaluation</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
<a class="skip" href="#scores">To the scores</a>
<main>
${headingSection(report, named)}
<nav aria-label="Sections"><ul>${present.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
${present.map(
  ({ body }) => html`${body}
`,
)}
</main>
<script>${trusted(filterScript)}</script>
</body>
</html>
`.markup;
}

function hashSource(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}
