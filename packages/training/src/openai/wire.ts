import { z } from 'zod';

const seconds = z.number().transform((value) => value * 1000);
const maybeText = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const maybeNumber = z
  .number()
  .nullish()
  .transform((value) => value ?? null);

/** What is read of a job. Lenient: servers leave fields out and add others; `paused_at` is our local server's own. */
export const wireJobSchema = z.object({
  id: z.string(),
  created_at: seconds,
  finished_at: seconds.nullish(),
  model: z.string(),
  status: z.string(),
  fine_tuned_model: maybeText,
  training_file: maybeText,
  trained_tokens: maybeNumber,
  result_files: z.array(z.string()).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  method: z.object({ type: z.string() }).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  paused_at: z.number().nullish(),
});
export type WireJob = z.infer<typeof wireJobSchema>;

export const wireMetricsSchema = z.object({
  step: z.number().nullish(),
  total_steps: z.number().nullish(),
  train_loss: z.number().nullish(),
  train_accuracy: z.number().nullish(),
  train_mean_token_accuracy: z.number().nullish(),
  valid_loss: z.number().nullish(),
  valid_mean_token_accuracy: z.number().nullish(),
  full_valid_loss: z.number().nullish(),
  full_valid_mean_token_accuracy: z.number().nullish(),
});

export const wireEventSchema = z.object({
  id: z.string(),
  created_at: seconds,
  level: z.string().nullish(),
  message: z.string(),
  type: z.string().nullish(),
  data: z.unknown().optional(),
});
export type WireEvent = z.infer<typeof wireEventSchema>;

export const wireCheckpointSchema = z.object({
  id: z.string(),
  step_number: z.number().int().nonnegative(),
  fine_tuned_model_checkpoint: maybeText,
  metrics: wireMetricsSchema.nullish(),
});

export const wireFileSchema = z.object({
  id: z.string(),
  filename: z.string(),
  bytes: z.number(),
  purpose: z.string().nullish(),
  status: z.string().nullish(),
  status_details: z.string().nullish(),
});
export type WireFile = z.infer<typeof wireFileSchema>;
