import { z } from 'zod';
import { messageSchema } from './message.ts';
import { observationOriginSchema } from './observation.ts';
import { attemptSchema } from './trial.ts';

export const splitNameSchema = z.enum(['train', 'validation', 'test']);
export type SplitName = z.infer<typeof splitNameSchema>;

/** The judge's three answers (method §2) with its reasons. */
export const judgementSchema = z.object({
  informative: z.boolean(),
  faithful: z.boolean(),
  appropriate: z.boolean(),
  reason: z.string(),
});
export type Judgement = z.infer<typeof judgementSchema>;

/** How an argument's value was found to be derivable. */
export const groundingSchema = z.object({
  /** JSON pointer into the arguments. */
  path: z.string(),
  from: z.enum(['query', 'observation', 'default', 'choice', 'judge', 'none']),
});
export type Grounding = z.infer<typeof groundingSchema>;

/** A kept trial, or a paraphrase of one: what records are made from. */
export const exampleSchema = z.object({
  id: z.string(),
  /** `call`: the tool is right. `no-call`: no given tool serves the query and the answer says so or answers directly. */
  kind: z.enum(['call', 'no-call']),
  /** Null for a no-call example. */
  tool: z.string().nullable(),
  toolVersion: z.string().nullable(),
  /** The trial it came from; null for a no-call example. */
  trialId: z.string().nullable(),
  /** The example that this one rewords; null for a seed. */
  paraphraseOf: z.string().nullable(),
  /** The seed's id (its own for a seed): splits never divide a seed's family. */
  seedId: z.string(),
  split: splitNameSchema,
  query: z.string(),
  /** The last good call and what came back; null for a no-call example. */
  solution: attemptSchema.nullable(),
  answer: z.string(),
  /** The clean conversation to train on: query, good call, observation, answer; or query, answer. */
  messages: z.array(messageSchema),
  /** The whole trial, mistakes included; empty for paraphrases and no-call examples (see the seed). */
  trace: z.array(messageSchema),
  origin: observationOriginSchema.nullable(),
  judgement: judgementSchema.nullable(),
  grounding: z.array(groundingSchema),
  /** Names of the tools of which it was judged that none serves the query; null for a call example. */
  offered: z.array(z.string()).nullable(),
});
export type Example = z.infer<typeof exampleSchema>;

/** A row that left, and why. Nothing leaves without one. */
export const removalSchema = z.object({
  /** Filter in the order of curation. */
  stage: z.enum([
    'execution',
    'judge',
    'grounding',
    'exact-duplicate',
    'near-duplicate',
    'decontamination',
    'paraphrase',
    'no-call',
  ]),
  /** The trial or example that was removed. */
  id: z.string(),
  tool: z.string().nullable(),
  query: z.string(),
  reason: z.string(),
  /** The row that it repeats, for duplicates and contamination. */
  of: z.string().optional(),
});
export type Removal = z.infer<typeof removalSchema>;

/** A rejected call and the good one that followed in the same trial: preference data. */
export const repairPairSchema = z.object({
  id: z.string(),
  tool: z.string(),
  toolVersion: z.string(),
  trialId: z.string(),
  seedId: z.string(),
  split: splitNameSchema,
  query: z.string(),
  rejected: attemptSchema,
  chosen: attemptSchema,
});
export type RepairPair = z.infer<typeof repairPairSchema>;
