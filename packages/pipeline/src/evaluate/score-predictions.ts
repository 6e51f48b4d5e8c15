import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type EvaluationReport, ImaginariumError } from '@imaginarium/contracts';
import type { Environment } from '../environment.ts';
import type { ScoringConfig } from './evaluation-config.ts';
import { EVALUATION_FILES } from './evaluation-paths.ts';
import { finishEvaluation } from './finish-evaluation.ts';
import { type LoadedEvaluation, openEvaluation } from './open-evaluation.ts';
import { scoreFiles } from './score-files.ts';
import type { WrittenReportFile } from './write-report.ts';

export interface EvaluationResult {
  readonly folder: string;
  readonly report: EvaluationReport;
  readonly files: readonly WrittenReportFile[];
}

/**
 * Scores saved predictions, ours or the paper's, and compares each further file with the first. No model is asked but a
 * judge, where one is named and no verdict is saved.
 *
 * @param paths predictions files, or folders of evaluations
 * @throws ImaginariumError
 */
export async function scorePredictions(
  loaded: LoadedEvaluation<ScoringConfig>,
  paths: readonly string[],
  environment: Environment,
): Promise<EvaluationResult> {
  const files = await Promise.all(paths.map(predictionsFile));
  const { judge } = loaded.config;
  const opened = await openEvaluation(loaded, judge ? { judge } : {}, environment);
  return finishEvaluation(opened, environment, async () => ({
    folder: opened.folder,
    ...(await scoreFiles(loaded, opened, files, environment)),
  }));
}

/** What a person may name: a predictions file, or the folder of the evaluation that wrote it. */
async function predictionsFile(path: string): Promise<{ readonly path: string; readonly label: string }> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new ImaginariumError({
      code: 'input/not-found',
      message: `There are no predictions at ${path}.`,
      hint: 'Give a predictions file, or the folder of an evaluation.',
      cause,
    });
  });
  if (found.isDirectory()) return { path: join(path, EVALUATION_FILES.predictions), label: basename(resolve(path)) };
  const name = basename(path);
  return { path, label: name === EVALUATION_FILES.predictions ? basename(dirname(resolve(path))) : name };
}
