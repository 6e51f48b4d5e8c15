import type { CallRange } from '@imaginarium/contracts';
import { planPredictions } from '@imaginarium/evaluation';
import { costOf, createOfflineEmbedder } from '@imaginarium/models';
import { priceOf } from '../run-purposes.ts';
import type { EvaluationConfig } from './evaluation-config.ts';
import { evaluationFolderOf, type LoadedEvaluation } from './open-evaluation.ts';
import { readPredictionInputs } from './prediction-inputs.ts';

export interface EvaluationPlan {
  readonly folder: string;
  readonly model: string;
  readonly test: string;
  readonly items: number;
  readonly tools: number;
  readonly calls: number;
  readonly inputTokens: CallRange;
  readonly outputTokens: CallRange;
  /** US dollars; null when the price is unknown. */
  readonly cost: CallRange | null;
}

/** What an evaluation will ask, before it asks anything. A judge's calls are not in it: they depend on the answers. */
export async function planEvaluation(loaded: LoadedEvaluation<EvaluationConfig>): Promise<EvaluationPlan> {
  const { config } = loaded;
  const inputs = await readPredictionInputs(loaded, createOfflineEmbedder());
  const { calls, inputTokens, outputTokens } = planPredictions(inputs);
  const price = priceOf(config.model);
  const at = (end: keyof CallRange) =>
    costOf({ inputTokens: inputTokens[end], outputTokens: outputTokens[end] }, price) ?? 0;
  return {
    folder: evaluationFolderOf(config),
    model: config.model.model,
    test: inputs.testSet.source,
    items: inputs.testSet.items.length,
    tools: inputs.testSet.tools.length,
    calls,
    inputTokens,
    outputTokens,
    cost: price === undefined ? null : { low: at('low'), high: at('high') },
  };
}
