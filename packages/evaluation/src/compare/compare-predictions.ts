import { type Evaluation, ImaginariumError } from '@imaginarium/contracts';
import { type EvaluateOptions, evaluatePredictions } from '../score/evaluate-predictions.ts';
import type { BootstrapOptions } from '../statistics/bootstrap-difference.ts';
import { type Compared, compareVerdicts } from './compare-verdicts.ts';
import { createVerdictTable, type VerdictTable } from './verdict-table.ts';

export interface CompareOptions extends BootstrapOptions {
  /** Two or more; the first is the baseline. Each is read once, one after the other. */
  readonly files: readonly EvaluateOptions[];
}

/**
 * Scores several predictions files and compares each with the first. Besides the counters of `evaluatePredictions` one small
 * number an answer is kept.
 * @throws ImaginariumError `usage/compare` for fewer than two files; what `evaluatePredictions` throws
 */
export async function comparePredictions({
  files,
  ...options
}: CompareOptions): Promise<Compared & { evaluations: Evaluation[] }> {
  if (files.length < 2)
    throw new ImaginariumError({
      code: 'usage/compare',
      message: `A comparison needs two predictions files or more, not ${files.length}.`,
      hint: 'Name the baseline first, then what to compare with it.',
    });
  const evaluations: Evaluation[] = [];
  const tables: VerdictTable[] = [];
  for (const file of files) {
    const { name, data } = file.predictions.header;
    const table = createVerdictTable(name, data.hash);
    tables.push(table);
    evaluations.push(
      await evaluatePredictions({
        ...file,
        onVerdicts: (prediction, verdicts) => {
          table.add(prediction.item, verdicts);
          return file.onVerdicts?.(prediction, verdicts);
        },
      }),
    );
  }
  return { evaluations, ...compareVerdicts(tables, options) };
}
