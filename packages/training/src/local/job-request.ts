import { z } from 'zod';
import { ApiError } from './api-error.ts';
import type { JobRecord } from './job-record.ts';

const auto = z.literal('auto');
const common = {
  n_epochs: z.union([auto, z.int().min(1).max(50)]).optional(),
  batch_size: z.union([auto, z.int().min(1).max(256)]).optional(),
  learning_rate_multiplier: z.union([auto, z.number().positive()]).optional(),
};
const hyperparametersSchema = z.strictObject(common);
const dpoHyperparametersSchema = z.strictObject({
  ...common,
  beta: z.union([auto, z.number().positive().max(2)]).optional(),
});

const methodSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('supervised'),
    supervised: z.strictObject({ hyperparameters: hyperparametersSchema.optional() }).optional(),
  }),
  z.strictObject({
    type: z.literal('dpo'),
    dpo: z.strictObject({ hyperparameters: dpoHyperparametersSchema.optional() }).optional(),
  }),
]);

/** At most 16 pairs, keys to 64 characters, values to 512 (OpenAPI: Metadata). */
export const metadataSchema = z
  .record(z.string().max(64), z.string().max(512))
  .refine((pairs) => Object.keys(pairs).length <= 16, 'at most 16 pairs');

/** OpenAPI: CreateFineTuningJobRequest. Strict: a misspelt knob is refused, not dropped. */
export const jobRequestSchema = z.strictObject({
  model: z.string().min(1),
  training_file: z.string(),
  validation_file: z.string().nullish(),
  method: methodSchema.optional(),
  /** Deprecated by OpenAI for `method`, and still what many send. */
  hyperparameters: hyperparametersSchema.optional(),
  suffix: z.string().min(1).max(64).nullish(),
  seed: z.int().min(0).max(2_147_483_647).nullish(),
  metadata: metadataSchema.nullish(),
  integrations: z.array(z.unknown()).max(0, 'this server reports to no other service').nullish(),
});
export type JobRequest = z.infer<typeof jobRequestSchema>;

/** The method and its knobs, wherever the request has them. @throws ApiError 400 where it has them twice */
export function readMethod({
  method = { type: 'supervised' },
  hyperparameters,
}: JobRequest): Pick<JobRecord, 'method' | 'hyperparameters'> {
  const own = (method.type === 'dpo' ? method.dpo : method.supervised)?.hyperparameters;
  if (own && hyperparameters)
    throw new ApiError(400, "Give 'hyperparameters' inside 'method' or beside it, not both.", {
      code: 'invalid_value',
      param: 'hyperparameters',
    });
  const { n_epochs = 'auto', batch_size = 'auto', learning_rate_multiplier = 'auto' } = own ?? hyperparameters ?? {};
  const beta = method.type === 'dpo' ? { beta: method.dpo?.hyperparameters?.beta ?? ('auto' as const) } : {};
  return { method: method.type, hyperparameters: { n_epochs, batch_size, learning_rate_multiplier, ...beta } };
}
