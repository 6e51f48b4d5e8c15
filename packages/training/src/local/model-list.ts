import { ApiError } from './api-error.ts';
import { isOver, type JobRecord } from './job-record.ts';
import type { JobStore } from './job-store.ts';
import { forgetModel, trainedModels, userOf } from './trained-models.ts';
import type { Trainer } from './trainer.ts';

/** A model that can be asked and trained on from. */
export interface ServedModel {
  readonly name: string;
  readonly trainer: Trainer;
  readonly baseModel: string;
  /** Folder, as the job store keeps paths; null for a base model. */
  readonly checkpoint: string | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface ModelList {
  list(): readonly ServedModel[];
  /** @throws ApiError 404 */
  get(name: string): ServedModel;
  /** Forgets a trained model; what it weighs on disk goes with the last name that it has. @throws ApiError 404, 403, 409 */
  remove(name: string): Promise<void>;
}

/** Base models of the trainers, then the models of jobs: checkpoints while a job is under way, and what it ended with. */
export function createModelList({
  jobs,
  trainers,
  startedAt,
}: {
  readonly jobs: JobStore;
  readonly trainers: ReadonlyMap<string, Trainer>;
  /** Milliseconds since the epoch: base models are as old as the server. */
  readonly startedAt: number;
}): ModelList {
  function* models(): Generator<ServedModel & { readonly job?: JobRecord }> {
    for (const trainer of trainers.values())
      for (const name of trainer.baseModels)
        yield { name, trainer, baseModel: name, checkpoint: null, createdAt: startedAt };
    for (const job of jobs.list()) {
      const trainer = trainers.get(job.trainer);
      if (!trainer) continue;
      for (const trained of trainedModels(job)) yield { ...trained, trainer, baseModel: job.baseModel, job };
    }
  }
  const find = (name: string): ServedModel & { readonly job?: JobRecord } => {
    for (const model of models()) if (model.name === name) return model;
    throw new ApiError(404, `The model '${name}' does not exist.`, { code: 'model_not_found', param: 'model' });
  };
  return {
    list: () => [...models()],
    get: find,
    remove: async (name) => {
      const { job, checkpoint } = find(name);
      if (!job || checkpoint === null)
        throw new ApiError(403, `'${name}' is a base model and cannot be deleted.`, { param: 'model' });
      const user = isOver(job) ? userOf(jobs, checkpoint) : job;
      if (user)
        throw new ApiError(409, `The job ${user.id} still needs '${name}'.`, { code: 'conflict', param: 'model' });
      await forgetModel(jobs, job.id, { name, checkpoint });
    },
  };
}
