import { renderHtmlReport, renderRoundReport } from '@imaginarium/evaluation';
import { hostileReport } from '../../packages/evaluation/src/report/testing/hostile-report.ts';
import { hostileRoundReport } from '../../packages/evaluation/src/report/testing/hostile-round-report.ts';
import { minimalReport, sampleReport } from '../../packages/evaluation/src/report/testing/sample-reports.ts';
import {
  firstRoundReport,
  improveRoundReport,
  longRoundReport,
  sampleRoundReport,
  wideRoundReport,
} from '../../packages/evaluation/src/report/testing/sample-round-reports.ts';

const manyModels = {
  models: ['a-model-of-a-long-name-8B-instruct', 'b', 'c', 'd', 'e', 'f', 'g'],
  tools: 800,
  itemsPerTool: 12,
};

/** Pages of made-up reports, by the name of their file. */
export const samplePages: Readonly<Record<string, () => Promise<string>>> = {
  sample: () => renderHtmlReport(sampleReport()),
  minimal: () => renderHtmlReport(minimalReport()),
  hostile: () => renderHtmlReport(hostileReport()),
  large: () => renderHtmlReport(sampleReport(manyModels)),
  'rounds-four': () => renderRoundReport(sampleRoundReport()),
  'rounds-first': () => renderRoundReport(firstRoundReport()),
  'rounds-improve': () => renderRoundReport(improveRoundReport()),
  'rounds-many': () => renderRoundReport(longRoundReport()),
  'rounds-wide': () => renderRoundReport(wideRoundReport()),
  'rounds-hostile': () => renderRoundReport(hostileRoundReport()),
};

/** Sections that a page of each kind cannot be without, by the line above its title. */
export const requiredSections: Readonly<Record<string, readonly string[]>> = {
  'Imaginarium evaluation report': [
    'scores',
    'tools',
    'confusions',
    'errors',
    'cost',
    'examples',
    'problems',
    'reproduction',
  ],
  'Imaginarium round report': ['gate', 'matrix', 'changes', 'mix', 'steps', 'history'],
};
