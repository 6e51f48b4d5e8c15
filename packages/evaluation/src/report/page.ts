import type { EvaluationReport } from '@imaginarium/contracts';
import { filterScript } from './filter-script.ts';
import { writePage } from './page-shell.ts';
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

/** The whole page of an evaluation report. */
export function renderPage(report: EvaluationReport): string {
  const named = nameEvaluations(report.evaluations);
  return writePage({
    title: `${titleOf(named)} · evaluation`,
    style: styleSheet,
    script: filterScript,
    heading: headingSection(report, named),
    sections: [
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
    ],
  });
}
