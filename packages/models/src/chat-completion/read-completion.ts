import {
  type ChatReply,
  type ChatRequest,
  isJsonObject,
  isTooDeep,
  type JsonObject,
  MOST_LEVELS,
  messageOf,
  type ToolCall,
} from '@imaginarium/contracts';
import { z } from 'zod';
import { brokenReply } from '../errors/error-from-network.ts';
import { type EndpointContext, errorFromStatus } from '../errors/error-from-status.ts';
import { estimateTextTokens, estimateTokens } from '../estimate-tokens.ts';

const wireCallSchema = z.object({
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.unknown() }),
});

/** Lenient: servers leave out, null and add fields. */
const wireReplySchema = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]).nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(wireCallSchema).nullish(),
        }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() }).nullish(),
});
type WireReply = z.infer<typeof wireReplySchema>;

/**
 * Reads a chat completion. Reasoning is left out, whether in a field of its own or as a leading `<think>` block.
 *
 * @throws EndpointError `endpoint/broken-reply` when there is no usable choice
 */
export function readCompletion(wire: unknown, request: ChatRequest, context: EndpointContext): ChatReply {
  if (isJsonObject(wire) && isJsonObject(wire.error) && !Array.isArray(wire.choices))
    throw errorFromStatus({ status: 502, header: () => undefined, body: wire }, context);
  const read = wireReplySchema.safeParse(wire);
  const choice = read.data?.choices[0];
  if (!read.success || choice === undefined) {
    const issue = read.error?.issues[0];
    throw brokenReply(`is not a chat completion (${issue?.path.join('.') || 'body'}: ${issue?.message}).`, context);
  }
  const content = readContent(choice.message);
  const toolCalls = (choice.message.tool_calls ?? []).map((call, index) => readCall(call, request, index));
  return {
    message: { role: 'assistant', content, ...(toolCalls.length > 0 && { toolCalls }) },
    finishReason: readFinishReason(choice.finish_reason, toolCalls.length > 0),
    usage: readUsage(read.data, request, content, toolCalls),
    model: read.data.model || context.model,
  };
}

function readContent({ content, refusal }: WireReply['choices'][number]['message']): string {
  const text = Array.isArray(content) ? content.map((part) => part.text ?? '').join('') : content || refusal || '';
  return text.replace(/^\s*<think>[\s\S]*?<\/think>\s*/, '');
}

function readCall(call: z.infer<typeof wireCallSchema>, request: ChatRequest, index: number): ToolCall {
  const base = { id: call.id || `call_${request.messages.length}_${index}`, name: call.function.name ?? '' };
  const written = call.function.arguments;
  if (isJsonObject(written) && isTooDeep(written)) return { ...base, argumentsText: '', ...tooDeep };
  if (isJsonObject(written)) return { ...base, arguments: written, argumentsText: JSON.stringify(written) };
  const argumentsText = typeof written === 'string' ? written : JSON.stringify(written ?? '');
  return { ...base, argumentsText, ...readArguments(argumentsText) };
}

/** What is nested deeper could be neither stored nor checked. */
const tooDeep = { arguments: null, parseError: `The arguments are nested more than ${MOST_LEVELS} levels deep.` };

/** Arguments as a native call carries them: strict JSON; nothing at all means no arguments. */
function readArguments(text: string): { arguments: JsonObject | null; parseError?: string } {
  if (text.trim() === '' || text === '""') return { arguments: {} };
  try {
    const parsed: unknown = JSON.parse(text);
    if (isJsonObject(parsed)) return isTooDeep(parsed) ? tooDeep : { arguments: parsed };
    return { arguments: null, parseError: 'The arguments are not a JSON object.' };
  } catch (thrown) {
    return { arguments: null, parseError: `The arguments are not valid JSON: ${messageOf(thrown)}` };
  }
}

function readFinishReason(reason: string | null | undefined, hasCalls: boolean): ChatReply['finishReason'] {
  switch (reason) {
    case 'stop':
    case 'eos_token':
    case 'stop_sequence':
    case 'tool_calls':
    case 'function_call':
      return hasCalls ? 'tool-calls' : 'stop';
    case 'length':
      return 'length';
    case 'content_filter':
      return 'content-filter';
    default:
      return hasCalls ? 'tool-calls' : 'other';
  }
}

function readUsage({ usage }: WireReply, request: ChatRequest, content: string, calls: ToolCall[]): ChatReply['usage'] {
  const [input, output] = [usage?.prompt_tokens, usage?.completion_tokens];
  if (isCount(input) && isCount(output)) return { inputTokens: input, outputTokens: output, isEstimated: false };
  return {
    inputTokens: isCount(input) ? input : estimateTokens(request),
    outputTokens: isCount(output)
      ? output
      : estimateTextTokens(content + calls.map((call) => call.name + call.argumentsText).join('')),
    isEstimated: true,
  };
}

function isCount(value: number | null | undefined): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
