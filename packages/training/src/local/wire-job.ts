import type { JobCheckpoint, JobEventRecord, JobRecord } from './job-record.ts';
import { unixSeconds } from './wire-file.ts';

/**
 * OpenAPI: FineTuningJob. The contract has no word for a paused job: it is served as `queued` with a property of ours,
 * `paused_at` (unix seconds), which no other job has.
 */
export function wireJob(job: JobRecord) {
  const { beta: _, ...common } = job.hyperparameters;
  return {
    object: 'fine_tuning.job',
    id: job.id,
    created_at: unixSeconds(job.createdAt),
    finished_at: job.finishedAt === null ? null : unixSeconds(job.finishedAt),
    estimated_finish: null,
    organization_id: 'local',
    status: job.status === 'paused' ? 'queued' : job.status,
    ...(job.pausedAt === null ? {} : { paused_at: unixSeconds(job.pausedAt) }),
    model: job.model,
    fine_tuned_model: job.fineTunedModel,
    training_file: job.trainingFile,
    validation_file: job.validationFile,
    result_files: job.status === 'succeeded' ? job.resultFiles : [],
    trained_tokens: job.trainedTokens,
    hyperparameters: common,
    method: { type: job.method, [job.method]: { hyperparameters: job.hyperparameters } },
    seed: job.seed,
    integrations: [],
    metadata: job.metadata,
    error: job.error,
  };
}

/** OpenAPI: FineTuningJobEvent. */
export function wireEvent({ id, createdAt, level, message, metrics }: JobEventRecord) {
  return {
    object: 'fine_tuning.job.event',
    id,
    created_at: unixSeconds(createdAt),
    level,
    message,
    type: metrics ? 'metrics' : 'message',
    data: metrics ? { ...wireMetrics(metrics), total_steps: metrics.totalSteps } : {},
  };
}

/** OpenAPI: FineTuningJobCheckpoint. */
export function wireCheckpoint(jobId: string, { id, createdAt, model, metrics }: JobCheckpoint) {
  return {
    object: 'fine_tuning.job.checkpoint',
    id,
    created_at: unixSeconds(createdAt),
    fine_tuned_model_checkpoint: model,
    fine_tuning_job_id: jobId,
    step_number: metrics.step,
    metrics: wireMetrics(metrics),
  };
}

/** Undefined values are left out by JSON. */
function wireMetrics({ step, trainLoss, trainAccuracy, validLoss, validAccuracy }: JobCheckpoint['metrics']) {
  return {
    step,
    train_loss: trainLoss,
    train_mean_token_accuracy: trainAccuracy,
    valid_loss: validLoss,
    valid_mean_token_accuracy: validAccuracy,
  };
}
