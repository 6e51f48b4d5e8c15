import { z } from 'zod';
import { jsonObjectSchema } from './json.ts';

/** One call as a model wrote it. */
export const toolCallSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Parsed arguments; null when the text is not a JSON object. */
  arguments: jsonObjectSchema.nullable(),
  /** The arguments exactly as the model wrote them. */
  argumentsText: z.string(),
  /** Why the call could not be read, for the model's eyes. */
  parseError: z.string().optional(),
});
export type ToolCall = z.infer<typeof toolCallSchema>;

export const systemMessageSchema = z.object({ role: z.literal('system'), content: z.string() });
export const userMessageSchema = z.object({ role: z.literal('user'), content: z.string() });
export const assistantMessageSchema = z.object({
  role: z.literal('assistant'),
  /** Empty when the message is calls alone. */
  content: z.string(),
  /** Absent rather than empty. */
  toolCalls: z.array(toolCallSchema).min(1).optional(),
});
export const toolMessageSchema = z.object({
  role: z.literal('tool'),
  toolCallId: z.string(),
  name: z.string(),
  content: z.string(),
});

/** The canonical chat message: no vendor's shape. */
export const messageSchema = z.discriminatedUnion('role', [
  systemMessageSchema,
  userMessageSchema,
  assistantMessageSchema,
  toolMessageSchema,
]);
export type AssistantMessage = z.infer<typeof assistantMessageSchema>;
export type ToolMessage = z.infer<typeof toolMessageSchema>;
export type Message = z.infer<typeof messageSchema>;
