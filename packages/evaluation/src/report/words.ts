import type { Comparison, DataProblem, Evaluation, Miss, Profile } from '@imaginarium/contracts';
import { shorten } from './write-figures.ts';

/** Characters of an evaluation's name that are shown. */
export const longestName = 120;

/** Both profiles, in the order in which they are always shown. */
export const profiles: readonly Profile[] = ['strict', 'ste'];

/** The classes of a miss as a person reads them, in the order in which they are looked for. */
export const missWords: Readonly<Record<Miss, string>> = {
  'no-reply': 'No reply',
  'no-call': 'No call',
  malformed: 'Malformed call',
  'wrong-tool': 'Wrong tool',
  'missing-argument': 'Missing argument',
  'unexpected-argument': 'Unexpected argument',
  'wrong-value': 'Wrong value',
  'unwanted-call': 'Unwanted call',
};

export const misses: readonly Miss[] = [
  'no-reply',
  'no-call',
  'malformed',
  'wrong-tool',
  'missing-argument',
  'unexpected-argument',
  'wrong-value',
  'unwanted-call',
];

export const metricWords: Readonly<Record<Comparison['metric'], string>> = {
  wellformed: 'Well-formed',
  toolMatch: 'Tool match',
  correct: 'Correct',
};

export const problemWords: Readonly<Record<DataProblem['kind'], string>> = {
  'broken-line': 'Broken line',
  'unknown-tool': 'Tool that the test set lacks',
  'missing-gold': 'No expected call',
  duplicate: 'Duplicate',
  'missing-prediction': 'Item without a prediction',
  'stale-gold': 'Stale expected call',
  'unmatched-dispute': 'Dispute of nothing here',
  'different-data': 'Different data',
};

/** An evaluation as the page names it: numbered where there are several, since long names are cut in charts. */
export interface Named {
  number: number;
  evaluation: Evaluation;
  label: string;
}

export function nameEvaluations(evaluations: readonly Evaluation[]): Named[] {
  return evaluations.map((evaluation, index) => ({
    number: index + 1,
    evaluation,
    label: `${evaluations.length === 1 ? '' : `${index + 1}. `}${shorten(evaluation.header.name, longestName)}`,
  }));
}
