import { z } from 'zod';
import { trainingMetricsSchema } from './trainer.ts';

const jobCheckpointSchema = z.object({
  id: z.string(),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  /** The name under which it can be asked. */
  model: z.string(),
  /** As the store keeps paths. */
  folder: z.string(),
  /** Without a training loss where it was not a finite number. */
  metrics: trainingMetricsSchema.partial({ trainLoss: true }),
});
export type JobCheckpoint = z.infer<typeof jobCheckpointSchema>;

const knobSchema = z.union([z.literal('auto'), z.number()]);

/** A job as its folder keeps it. */
export const jobRecordSchema = z.object({
  id: z.string(),
  createdAt: z.number(),
  finishedAt: z.number().nullable(),
  status: z.enum(['validating_files', 'queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled']),
  /** As asked for: a base model, or a model of an earlier job. */
  model: z.string(),
  baseModel: z.string(),
  /** Folder of the checkpoint to go on from, as the store keeps paths; null for the base model. */
  from: z.string().nullable(),
  /** By name. */
  trainer: z.string(),
  /** Milliseconds since the epoch; null unless the job is paused. */
  pausedAt: z.number().nullable(),
  trainingFile: z.string(),
  validationFile: z.string().nullable(),
  method: z.enum(['supervised', 'dpo']),
  hyperparameters: z.object({
    n_epochs: knobSchema,
    batch_size: knobSchema,
    learning_rate_multiplier: knobSchema,
    beta: knobSchema.optional(),
  }),
  suffix: z.string().nullable(),
  seed: z.number().int(),
  metadata: z.record(z.string(), z.string()).nullable(),
  error: z.object({ code: z.string(), message: z.string(), param: z.string().nullable() }).nullable(),
  fineTunedModel: z.string().nullable(),
  /** Where the last checkpoint lies, as the store keeps paths; null until the job succeeded. */
  checkpointFolder: z.string().nullable(),
  trainedTokens: z.number().int().nullable(),
  /** Named before they are written, so that writing again after a kill makes no second one. */
  resultFiles: z.array(z.string()),
  checkpoints: z.array(jobCheckpointSchema),
  /** Names of its models that were deleted, or dropped for newer ones. */
  deletedModels: z.array(z.string()),
});
export type JobRecord = z.infer<typeof jobRecordSchema>;
export type JobStatus = JobRecord['status'];

/** One line of a job's `events.jsonl`. */
export const jobEventRecordSchema = z.object({
  id: z.string(),
  createdAt: z.number(),
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
  metrics: trainingMetricsSchema.optional(),
});
export type JobEventRecord = z.infer<typeof jobEventRecordSchema>;

export function isOver({ status }: JobRecord): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

/** `ft:BASE:local:SUFFIX:ID`, as OpenAI names a fine-tuned model; what would divide the name becomes a hyphen in the suffix. */
export function fineTunedName({ baseModel, suffix, id }: Pick<JobRecord, 'baseModel' | 'suffix' | 'id'>): string {
  const part = (suffix ?? '').replace(/[^\p{L}\p{N}._-]+/gu, '-');
  return `ft:${baseModel}:local:${part}:${id.replace(/^ftjob-/, '').slice(0, 8)}`;
}
