import { z } from 'zod';
import { jsonObjectSchema } from './json.ts';
import { assistantMessageSchema, messageSchema } from './message.ts';
import { toolDefinitionSchema } from './tool.ts';

/** What a call is for: models, limits and the ledger are kept by purpose. */
export const purposeSchema = z.enum(['imagine', 'solve', 'reflect', 'judge', 'paraphrase', 'predict']);
export type Purpose = z.infer<typeof purposeSchema>;

/**
 * Where in a run a call stands. Never sent to a server. Equal requests at different places are different calls;
 * the same place with the same request is the same call (the journal's key, design "Journal").
 */
export const placeSchema = z.object({
  tool: z.string().optional(),
  episode: z.number().int().optional(),
  trial: z.number().int().optional(),
  /** The row that the call is about, where it is not an exploration trial (an example's id, a test item's id). */
  item: z.string().optional(),
  /** Names the step, for example `imagine`, `solve`, `judge`, `grounding`. */
  step: z.string(),
  /** Counts the calls of this step at this place from 0: re-asks get the next number. */
  ordinal: z.number().int(),
});
export type Place = z.infer<typeof placeSchema>;

export const chatRequestSchema = z.object({
  purpose: purposeSchema,
  place: placeSchema,
  messages: z.array(messageSchema),
  /** Absent rather than empty. */
  tools: z.array(toolDefinitionSchema).min(1).optional(),
  /** @default 'auto' where there are tools */
  toolChoice: z.enum(['auto', 'none', 'required']).optional(),
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.number().int().positive().optional(),
  seed: z.number().int().optional(),
  stop: z.array(z.string()).optional(),
  /** Asks for one JSON object of this JSON Schema; adapters that cannot enforce it ignore it. */
  responseSchema: z.object({ name: z.string(), schema: jsonObjectSchema }).optional(),
});
export type ChatRequest = z.infer<typeof chatRequestSchema>;

export const usageSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  /** True when the server did not say and the numbers were counted here. */
  isEstimated: z.boolean(),
});
export type Usage = z.infer<typeof usageSchema>;

export const chatReplySchema = z.object({
  message: assistantMessageSchema,
  finishReason: z.enum(['stop', 'length', 'tool-calls', 'content-filter', 'other']),
  usage: usageSchema,
  /** The model that the server says answered. */
  model: z.string(),
});
export type ChatReply = z.infer<typeof chatReplySchema>;

/** The port that every model stands behind. */
export interface ChatModel {
  /** `provider:model[@base-url]`, without credentials. */
  readonly id: string;
  /** @throws ImaginariumError `endpoint/…`, `secret/…`, `permission/…`, `budget/…`, `interrupted/aborted` */
  complete(request: ChatRequest, options?: { readonly signal?: AbortSignal }): Promise<ChatReply>;
}
