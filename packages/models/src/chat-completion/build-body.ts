import type { ChatRequest, JsonObject, JsonValue, Message, ToolCall } from '@imaginarium/contracts';

/** What a server was found to refuse; kept for as long as the adapter lives. */
export interface Dialect {
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** Optional body fields that the server does not take. */
  readonly refused: ReadonlySet<string>;
}

/** The body of `POST /chat/completions` (OpenAI API reference, Chat). */
export function buildBody(model: string, request: ChatRequest, parameters: JsonObject, dialect: Dialect): JsonObject {
  const optional: Record<string, JsonValue | undefined> = {
    tools: request.tools?.map((tool) => ({
      type: 'function',
      function: { name: tool.name, description: tool.description, parameters: tool.parameters },
    })),
    tool_choice: request.tools && request.toolChoice,
    temperature: request.temperature,
    [dialect.maxTokensField]: request.maxTokens,
    seed: request.seed,
    stop: request.stop?.length ? request.stop : undefined,
    response_format: request.responseSchema && {
      type: 'json_schema',
      json_schema: { name: request.responseSchema.name, schema: request.responseSchema.schema },
    },
    ...parameters,
  };
  const body: JsonObject = { model, messages: request.messages.map(toWireMessage) };
  for (const [name, value] of Object.entries(optional))
    if (value !== undefined && !dialect.refused.has(name) && !(name in body) && name !== 'stream') body[name] = value;
  return body;
}

function toWireMessage(message: Message): JsonObject {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
  if (message.role !== 'assistant' || message.toolCalls === undefined)
    return { role: message.role, content: message.content };
  return {
    role: 'assistant',
    content: message.content === '' ? null : message.content,
    tool_calls: message.toolCalls.map(toWireCall),
  };
}

/** Many servers parse the arguments of past calls and refuse the whole request when they cannot. */
function toWireCall(call: ToolCall): JsonObject {
  const text =
    call.arguments === null ? JSON.stringify({ unreadable: call.argumentsText }) : call.argumentsText || '{}';
  return { id: call.id, type: 'function', function: { name: call.name, arguments: text } };
}
