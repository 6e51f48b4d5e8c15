import { z } from 'zod';

const time = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(z.number());
const number = z.number().nullish();
const text = z.string().nullish();

/**
 * What is read of Together's replies, as the types of its official TypeScript client have them (github.com/togethercomputer/together-typescript,
 * `src/resources/fine-tuning.ts` and `files.ts`). Lenient: most fields are optional there.
 */
export const wireFileSchema = z.object({ id: z.string(), filename: z.string(), bytes: z.number() });
export const wireFilesSchema = z.object({ data: z.array(wireFileSchema) });

export const wireJobSchema = z.object({
  id: z.string(),
  status: z.string(),
  created_at: time,
  updated_at: time.nullish(),
  model: text,
  model_output_name: text,
  suffix: text,
  token_count: number,
  training_method: z.object({ method: z.string() }).nullish(),
});
export type WireJob = z.infer<typeof wireJobSchema>;
export const wireJobsSchema = z.object({ data: z.array(wireJobSchema) });

export const wireEventSchema = z.object({
  created_at: time,
  message: z.string(),
  type: text,
  level: text,
  hash: text,
  step: number,
});
export type WireEvent = z.infer<typeof wireEventSchema>;
export const wireEventsSchema = z.object({ data: z.array(wireEventSchema) });

export const wireCheckpointsSchema = z.object({
  data: z.array(z.object({ step: z.number().int().nonnegative(), checkpoint_type: z.string(), path: text })),
});
