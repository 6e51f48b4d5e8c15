import { isJsonObject, type JsonObject, TOOL_NAME } from '@imaginarium/contracts';
import { z } from 'zod';

const textPartSchema = z.object({ type: z.literal('text'), text: z.string() });
/** Text, whole or in parts. Images, sound and files are refused. */
const contentSchema = z.union([
  z.string(),
  z
    .array(textPartSchema)
    .min(1)
    .transform((parts) => parts.map(({ text }) => text).join('')),
]);

const nameSchema = z.string().regex(TOOL_NAME, 'not 1 to 64 of a-z, A-Z, 0-9, _ and -');

const toolCallSchema = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: nameSchema, arguments: z.string() }),
});

const messageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content: contentSchema }),
  z.object({ role: z.literal('user'), content: contentSchema }),
  z
    .object({
      role: z.literal('assistant'),
      content: contentSchema.nullish(),
      tool_calls: z.array(toolCallSchema).min(1).optional(),
    })
    .refine(({ content, tool_calls }) => typeof content === 'string' || tool_calls, {
      path: ['content'],
      message: 'content or tool_calls is needed',
    }),
  z.object({ role: z.literal('tool'), content: contentSchema, tool_call_id: z.string() }),
]);

const toolSchema = z.object({
  type: z.literal('function'),
  function: z.object({
    name: nameSchema,
    description: z.string().optional(),
    parameters: z.custom<JsonObject>(isJsonObject, 'not an object').optional(),
    strict: z.boolean().nullish(),
  }),
});

const namedSchema = z.object({ type: z.literal('function'), function: z.object({ name: nameSchema }) });

const toolChoiceSchema = z.union([
  z.enum(['none', 'auto', 'required']),
  namedSchema,
  z.object({
    type: z.literal('allowed_tools'),
    allowed_tools: z.object({ mode: z.enum(['auto', 'required']), tools: z.array(namedSchema).min(1) }),
  }),
]);

const unsupported = (what: string) => z.null(`${what}, which this server does not do`).optional();

/**
 * OpenAPI: CreateChatCompletionRequest, as far as the server goes. What would change the answer and is not done here is
 * refused; what only tunes it (`top_p`, penalties, …) is taken and left to the trainer's own choice.
 */
export const chatRequestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(messageSchema).min(1),
  tools: z.array(toolSchema).min(1).max(128).optional(),
  tool_choice: toolChoiceSchema.optional(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).min(1).max(4)]).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  n: z.literal(1, 'this server gives one answer').nullish(),
  response_format: z.looseObject({ type: z.literal('text', 'this server gives text') }).optional(),
  modalities: z.array(z.literal('text', 'this server gives text')).nullish(),
  logprobs: z.literal(false, 'this server gives no log probabilities').nullish(),
  functions: unsupported("deprecated for 'tools'"),
  function_call: unsupported("deprecated for 'tool_choice'"),
  audio: unsupported('sound'),
});
export type ChatCompletionBody = z.infer<typeof chatRequestSchema>;
