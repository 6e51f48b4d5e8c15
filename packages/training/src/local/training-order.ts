import { join } from 'node:path';
import type { FileStore } from './file-store.ts';
import type { JobRecord } from './job-record.ts';
import type { JobStore } from './job-store.ts';
import type { TrainingOrder } from './trainer.ts';

/** What a job asks of its trainer. The same job gives the same order, after a restart too. */
export function orderOf(
  job: JobRecord,
  { jobs, files }: { readonly jobs: JobStore; readonly files: FileStore },
): TrainingOrder {
  const { n_epochs, batch_size, learning_rate_multiplier, beta } = job.hyperparameters;
  const chosen = (value: number | 'auto') => (value === 'auto' ? null : value);
  return {
    folder: join(jobs.folderOf(job.id), 'trainer'),
    baseModel: job.baseModel,
    checkpoint: job.from === null ? null : jobs.pathOf(job.from),
    trainingFile: files.pathOf(job.trainingFile),
    validationFile: job.validationFile === null ? null : files.pathOf(job.validationFile),
    method: job.method,
    epochs: chosen(n_epochs),
    batchSize: chosen(batch_size),
    learningRateMultiplier: chosen(learning_rate_multiplier),
    ...(typeof beta === 'number' ? { beta } : {}),
    seed: job.seed,
  };
}
