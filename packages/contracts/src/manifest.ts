import { z } from 'zod';
import { jsonObjectSchema } from './json.ts';

export const stageNameSchema = z.enum(['explore', 'curate', 'format']);
export type StageName = z.infer<typeof stageNameSchema>;

export const stateSchema = z.enum(['running', 'done', 'failed', 'interrupted']);

/** A file that a stage wrote, by its path inside the run folder. */
export const outputFileSchema = z.object({
  path: z.string(),
  rows: z.number().int().nonnegative().nullable(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
});
export type OutputFile = z.infer<typeof outputFileSchema>;

export const stageStateSchema = z.object({
  state: stateSchema,
  /** Hash of the stage's config, code version and inputs: unchanged means the stage need not run again. */
  key: z.string(),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  outputs: z.array(outputFileSchema),
  counts: z.record(z.string(), z.number()),
});
export type StageState = z.infer<typeof stageStateSchema>;

/** `manifest.json` of a run folder: what was asked, what was done, and the hashes that prove it. */
export const manifestSchema = z.object({
  format: z.literal(1),
  name: z.string(),
  seed: z.number().int(),
  config: jsonObjectSchema,
  configHash: z.string(),
  /** Folder that the config's relative paths are taken from, relative to the run folder; absent in older runs. */
  configFolder: z.string().optional(),
  versions: z.object({ imaginarium: z.string(), node: z.string() }),
  createdAt: z.number(),
  updatedAt: z.number(),
  state: stateSchema,
  stages: z.partialRecord(stageNameSchema, stageStateSchema),
  failure: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).nullable(),
});
export type Manifest = z.infer<typeof manifestSchema>;
