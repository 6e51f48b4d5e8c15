import type { JsonObject, TuningRequest } from '@imaginarium/contracts';
import { displayNameOf } from './read-job.ts';

/**
 * The body of `POST /accounts/ACCOUNT/supervisedFineTuningJobs`. A model of the account itself is an adapter to go on from (`warmStartFrom`), any other a base model.
 */
export function jobBody(request: TuningRequest, account: string): JsonObject {
  const { epochs, batchSize, loraRank } = request.hyperparameters;
  const isOurs = request.model.startsWith(`accounts/${account}/models/`);
  const dataset = (id: string) => `accounts/${account}/datasets/${id}`;
  return {
    displayName: displayNameOf(request.runKey),
    dataset: dataset(request.training.id),
    ...(request.validation && { evaluationDataset: dataset(request.validation.id) }),
    ...(isOurs ? { warmStartFrom: request.model } : { baseModel: request.model }),
    ...(epochs !== undefined && { epochs }),
    ...(batchSize !== undefined && { batchSizeSamples: batchSize }),
    ...(loraRank !== undefined && { loraRank }),
  };
}
