import type { JsonObject, TuningRequest } from '@imaginarium/contracts';
import { runSuffix } from './run-suffix.ts';

/** Default of `learning_rate` (docs.together.ai/reference/post-fine-tunes). */
const DEFAULT_LEARNING_RATE = 1e-5;

/**
 * The body of `POST /fine-tunes`. A model that begins with `ft-` or names one of the account's own outputs cannot be told from a base model, so an earlier job is
 * given as `JOB_ID` or `JOB_ID:STEP` and becomes `from_checkpoint`. A validation file without evaluations would never be looked at: one an epoch.
 */
export function jobBody(request: TuningRequest): JsonObject {
  const { hyperparameters, method, model, training, validation } = request;
  const { epochs, batchSize, learningRateMultiplier, beta, loraRank } = hyperparameters;
  return {
    ...(/^ft-[0-9a-f-]+(:\d+)?$/.test(model) ? { from_checkpoint: model } : { model }),
    training_file: training.id,
    ...(validation && { validation_file: validation.id, n_evals: epochs ?? 1 }),
    suffix: runSuffix(request),
    ...(epochs !== undefined && { n_epochs: epochs }),
    ...(batchSize !== undefined && { batch_size: batchSize }),
    ...(learningRateMultiplier !== undefined && { learning_rate: DEFAULT_LEARNING_RATE * learningRateMultiplier }),
    ...(loraRank !== undefined && { training_type: trainingType(loraRank) }),
    training_method:
      method === 'dpo'
        ? { method: 'dpo', ...(beta !== undefined && { dpo_beta: beta }) }
        : { method: 'sft', train_on_inputs: 'auto' },
  };
}

function trainingType(rank: number): JsonObject {
  return rank === 0 ? { type: 'Full' } : { type: 'Lora', lora_r: rank, lora_alpha: rank * 2 };
}
