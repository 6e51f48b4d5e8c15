import { isJsonObject, type JsonObject, type Message, sha256, type ToolCall } from '@imaginarium/contracts';
import { z } from 'zod';

const textSchema = z.union([
  z.string(),
  z
    .array(z.object({ type: z.literal('text'), text: z.string() }))
    .transform((parts) => parts.map(({ text }) => text).join('')),
]);

const callSchema = z.object({
  id: z.string(),
  function: z.object({
    name: z.string(),
    arguments: z.string().transform((text, context): JsonObject => {
      try {
        const parsed: unknown = JSON.parse(text);
        if (isJsonObject(parsed)) return parsed;
      } catch {
        // Said below.
      }
      context.addIssue({ code: 'custom', message: 'it is not the JSON text of an object' });
      return z.NEVER;
    }),
  }),
});

const messageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content: textSchema }),
  z.object({ role: z.literal('user'), content: textSchema }),
  z.object({
    role: z.literal('assistant'),
    content: textSchema.nullish(),
    tool_calls: z.array(callSchema).optional(),
    weight: z.literal([0, 1]).optional(),
  }),
  z.object({ role: z.literal('tool'), content: textSchema, tool_call_id: z.string() }),
]);
type WireMessage = z.infer<typeof messageSchema>;

const toolsSchema = z
  .array(z.object({ type: z.literal('function'), function: z.looseObject({ name: z.string() }) }))
  .optional();

/** A line of OpenAI's supervised format. */
export const supervisedSchema = z.object({ messages: z.array(messageSchema).min(1), tools: toolsSchema });
/** A line of OpenAI's preference format. */
export const preferenceSchema = z.object({
  input: z.object({ messages: z.array(messageSchema).min(1), tools: toolsSchema }),
  preferred_output: z.array(messageSchema).min(1),
  non_preferred_output: z.array(messageSchema).min(1),
});

export interface ReadMessage {
  readonly message: Message;
  /** False for what `weight` 0 keeps out of the loss, and for all that is not the assistant's. */
  readonly isTrained: boolean;
}

/** Wire messages as the project's own. A tool's message gets the name of the call that it answers. */
export function readMessages(wire: readonly WireMessage[], names: Map<string, string> = new Map()): ReadMessage[] {
  return wire.map((message) => {
    switch (message.role) {
      case 'assistant': {
        const toolCalls = message.tool_calls?.map((call): ToolCall => {
          names.set(call.id, call.function.name);
          return {
            id: call.id,
            name: call.function.name,
            arguments: call.function.arguments,
            argumentsText: JSON.stringify(call.function.arguments),
          };
        });
        const content = message.content ?? '';
        return {
          message: { role: 'assistant', content, ...(toolCalls?.length ? { toolCalls } : {}) },
          isTrained: message.weight !== 0,
        };
      }
      case 'tool': {
        const { content, tool_call_id: toolCallId } = message;
        return { message: { role: 'tool', content, toolCallId, name: names.get(toolCallId) ?? '' }, isTrained: false };
      }
      case 'user':
        return { message: { role: 'user', content: message.content }, isTrained: false };
      default:
        return { message: { role: 'system', content: message.content }, isTrained: false };
    }
  });
}

/** Mistral's templates raise for any call id but nine letters and digits: others are hashed to such. */
export function withShortIds(messages: readonly Message[]): Message[] {
  return messages.map((message) => {
    if (message.role === 'tool') return { ...message, toolCallId: shortId(message.toolCallId) };
    if (message.role !== 'assistant' || message.toolCalls === undefined) return message;
    return { ...message, toolCalls: message.toolCalls.map((call) => ({ ...call, id: shortId(call.id) })) };
  });
}

function shortId(id: string): string {
  return /^[a-zA-Z0-9]{9}$/.test(id) ? id : sha256(id).slice(0, 9);
}
