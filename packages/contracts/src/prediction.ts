import { z } from 'zod';
import { usageSchema } from './chat-model.ts';
import { jsonObjectSchema } from './json.ts';
import { assistantMessageSchema } from './message.ts';
import { testItemSchema, testToolSchema } from './test-item.ts';

/** Which tools a model sees with a query. `none`: a fine-tuned model. `oracle`: the gold tool and its nearest neighbours. */
export const toolSetKindSchema = z.enum(['none', 'all', 'oracle', 'retriever']);
export type ToolSetKind = z.infer<typeof toolSetKindSchema>;

/** First line of a predictions file: what is needed to score the rest again without a call, and to ask the same again. */
export const predictionHeaderSchema = z.object({
  kind: z.literal('predictions'),
  format: z.literal(1),
  /** What a person calls these predictions. */
  name: z.string(),
  /** Null for a saved file that does not say. */
  model: z.string().nullable(),
  /** How calls were written: as the server's tool calls, or as text. */
  protocol: z.enum(['native', 'text']),
  /** Which names of the tools the model was shown, or trained on. */
  toolNames: z.enum(['legal', 'original']),
  /** The prompt that was rendered around each query; null for a saved file that does not say. */
  prompt: z.object({ name: z.string(), system: z.string(), hash: z.string() }).nullable(),
  /** Name and version of what read calls out of replies. */
  parser: z.string(),
  /** As sent: temperature, maxTokens, seed, stop, the server's own parameters. Null when unknown. */
  sampling: jsonObjectSchema.nullable(),
  toolSet: z
    .object({
      kind: toolSetKindSchema,
      size: z.number().int().positive().optional(),
      embeddings: z.string().optional(),
    })
    .nullable(),
  /** Demonstrations in the prompt (in-context learning); null when there were none. */
  demonstrations: z.object({ count: z.number().int().positive(), hash: z.string(), embeddings: z.string() }).nullable(),
  /** Times that each item was asked. */
  repetitions: z.number().int().positive(),
  data: z.object({
    source: z.string(),
    /** SHA-256 over the items (gold included) and tools, canonical, in order of id: two files of one hash are comparable. */
    hash: z.string(),
    items: z.number().int().nonnegative(),
  }),
  tools: z.array(testToolSchema),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
});
export type PredictionHeader = z.infer<typeof predictionHeaderSchema>;

/** What one saved file of the paper says of a reply: its cached verdicts. */
export const cachedVerdictSchema = z.object({
  noCall: z.boolean(),
  error: z.boolean(),
  toolMatch: z.boolean(),
  /** Absent where the file has none (the tool did not match). */
  argumentsCorrect: z.boolean().optional(),
});
export type CachedVerdict = z.infer<typeof cachedVerdictSchema>;

/** What a model answered to one test item, once. */
export const predictionSchema = z.object({
  /** The item as it was asked, gold included. */
  item: testItemSchema,
  /** From 0; more than one where runs are repeated (pass^k). */
  repetition: z.number().int().nonnegative(),
  /** Legal names of the tools shown, where they differ from item to item. */
  offered: z.array(z.string()).optional(),
  /** The reply; null when there was none. */
  message: assistantMessageSchema.nullable(),
  /** Why there was no reply. */
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
  finishReason: z.string().nullable(),
  usage: usageSchema.nullable(),
  /** Milliseconds from request to reply; null when unknown. */
  took: z.number().nullable(),
  /** US dollars; null when the price is unknown. */
  cost: z.number().nullable(),
  cached: cachedVerdictSchema.optional(),
});
export type Prediction = z.infer<typeof predictionSchema>;
