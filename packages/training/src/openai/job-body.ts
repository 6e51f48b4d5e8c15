import type { TuningRequest } from '@imaginarium/contracts';
import type OpenAI from 'openai';
import { RUN_KEY } from './read-job.ts';

/** The body of `POST /fine_tuning/jobs`. Hyperparameters that are not given are left to the endpoint. */
export function jobBody(request: TuningRequest): OpenAI.FineTuning.JobCreateParams {
  const { epochs, batchSize, learningRateMultiplier, beta } = request.hyperparameters;
  const hyperparameters = {
    ...(epochs !== undefined && { n_epochs: epochs }),
    ...(batchSize !== undefined && { batch_size: batchSize }),
    ...(learningRateMultiplier !== undefined && { learning_rate_multiplier: learningRateMultiplier }),
  };
  return {
    model: request.model,
    training_file: request.training.id,
    ...(request.validation && { validation_file: request.validation.id }),
    ...(request.suffix !== undefined && { suffix: request.suffix }),
    seed: request.seed,
    metadata: { [RUN_KEY]: request.runKey },
    method:
      request.method === 'sft'
        ? { type: 'supervised', supervised: { hyperparameters } }
        : { type: 'dpo', dpo: { hyperparameters: { ...hyperparameters, ...(beta !== undefined && { beta }) } } },
  };
}
