import type { Prediction } from '@imaginarium/contracts';
import { createPredictionsWriter, predict, predictionHeader } from '@imaginarium/evaluation';
import type { ModelConfig } from '../config/model-config.ts';
import type { Environment } from '../environment.ts';
import { createFailureStreak } from '../stages/failure-streak.ts';
import type { EvaluationConfig } from './evaluation-config.ts';
import { evaluationPath } from './evaluation-paths.ts';
import { finishEvaluation } from './finish-evaluation.ts';
import { inOrder } from './in-order.ts';
import { openEmbedder } from './open-embedder.ts';
import { type LoadedEvaluation, type OpenEvaluation, openEvaluation } from './open-evaluation.ts';
import { type PredictionInputs, readPredictionInputs } from './prediction-inputs.ts';
import { scoreFiles } from './score-files.ts';
import type { EvaluationResult } from './score-predictions.ts';

/**
 * Asks a model every item of a test set, keeps its predictions, and scores them under both profiles. However it is ended, the
 * same command goes on and pays for nothing twice.
 *
 * @throws ImaginariumError
 */
export async function evaluateModel(
  loaded: LoadedEvaluation<EvaluationConfig>,
  environment: Environment,
): Promise<EvaluationResult> {
  const { model, judge } = loaded.config;
  const opened = await openEvaluation(loaded, { predict: bare(model), ...(judge ? { judge } : {}) }, environment);
  return finishEvaluation(opened, environment, async () => {
    const { embedder, close } = await openEmbedder(loaded.config, opened.folder, environment, opened.budget);
    try {
      await predictAll(loaded, opened, await readPredictionInputs(loaded, embedder), environment);
    } finally {
      await close();
    }
    const path = evaluationPath(opened.folder, 'predictions');
    const { report, files } = await scoreFiles(loaded, opened, [{ path, label: loaded.config.name }], environment);
    const predictions = { path, holds: 'what was answered: imaginarium evaluate --predictions scores it again' };
    return { folder: opened.folder, report, files: [...files, predictions] };
  });
}

/** Without the text protocol around it: predictions keep the text as it was written. */
export function bare(model: ModelConfig): ModelConfig {
  return { ...model, protocol: 'native' };
}

async function predictAll(
  { config }: LoadedEvaluation<EvaluationConfig>,
  opened: OpenEvaluation,
  inputs: PredictionInputs,
  environment: Environment,
): Promise<void> {
  const { folder, models, spend, spendingOf } = opened;
  const { testSet, repetitions, demonstrations } = inputs;
  const { clock, onEvent, signal } = environment;
  const model = models.forPurpose('predict');
  const header = predictionHeader({ ...inputs, name: config.name, model, parameters: config.model.parameters, clock });
  const writer = await createPredictionsWriter(evaluationPath(folder, 'predictions'), header);
  for (const { kind, count, message } of testSet.problems)
    onEvent?.({ kind: 'notice', message: `${count} ${kind}: ${message}` });
  if (demonstrations && demonstrations.contaminated.length > 0)
    onEvent?.({
      kind: 'notice',
      message: `${demonstrations.contaminated.length} training queries are test queries: not shown`,
    });
  const failures = createFailureStreak('predictions');
  const total = testSet.items.length * repetitions;
  let done = writer.resumed;
  /** Failed rows wait for one that did not fail: were the model at fault, they would be asked again. */
  let held: Prediction[] = [];
  const keep = (rows: readonly Prediction[]) => {
    for (const row of rows) writer.append(row);
    held = [];
  };
  try {
    const { concurrency } = models;
    const answers = predict({ ...inputs, model, skip: writer.has, concurrency, signal, clock, spendingOf });
    for await (const prediction of inOrder(answers, testSet.items, repetitions, writer.has)) {
      failures.add(prediction.failure);
      if (prediction.failure) held.push(prediction);
      else keep([...held, prediction]);
      done++;
      const { cost, calls } = spend;
      onEvent?.({ kind: 'progress', stage: 'evaluate', step: 'predictions', done, total, cost, calls });
    }
    failures.end();
    keep(held);
  } finally {
    await writer.close();
  }
}
