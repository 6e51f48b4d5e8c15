import { z } from 'zod';
import { splitNameSchema } from './example.ts';
import { jsonObjectSchema } from './json.ts';

/** Why a record is in a data set. */
export const recordOriginSchema = z.enum(['example', 'replay', 'general']);

/** One line that an emitter made, with its lineage. The line itself is written as the target wants it, lineage beside it. */
export const recordSchema = z.object({
  /** `openai`, `trl`, `mistral`, … */
  target: z.string(),
  split: splitNameSchema,
  /** `sft` or `preference` data go to files of their own. */
  kind: z.enum(['sft', 'preference']),
  line: jsonObjectSchema,
  lineage: z.object({
    origin: recordOriginSchema,
    exampleId: z.string(),
    seedId: z.string(),
    trialId: z.string().nullable(),
    tool: z.string().nullable(),
    toolVersion: z.string().nullable(),
    /** The round, from 1, that it was learned in; of a replaying run, the place of the run that it is from. Null for general records. */
    round: z.number().int().positive().nullable().optional(),
    /** Why it is there, for a person; absent where the origin says all. */
    reason: z.string().optional(),
  }),
});
export type TrainingRecord = z.infer<typeof recordSchema>;

/** A span of the rendered text, in UTF-16 code units, end exclusive. */
export const spanSchema = z.tuple([z.number().int().nonnegative(), z.number().int().positive()]);
export type Span = z.infer<typeof spanSchema>;

/** What of a record is trained: the loss proof. */
export const lossProofSchema = z.object({
  target: z.string(),
  exampleId: z.string(),
  split: splitNameSchema,
  rendered: z.string(),
  trained: z.array(spanSchema),
  tokens: z.number().int().nonnegative().nullable(),
  trainedTokens: z.number().int().nonnegative().nullable(),
});
export type LossProof = z.infer<typeof lossProofSchema>;
