import type { AssistantMessage, ChatReply } from '@imaginarium/contracts';

/** A reply and what it is served with. */
export interface Completion {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  /** As it was asked for. */
  readonly model: string;
  readonly reply: ChatReply;
}

/** OpenAPI: CreateChatCompletionResponse. */
export function wireCompletion({ id, created, model, reply }: Completion) {
  const { content, toolCalls } = reply.message;
  const message = {
    role: 'assistant',
    content: toolCalls && content === '' ? null : content,
    refusal: null,
    ...(toolCalls ? { tool_calls: toolCalls.map(wireCall) } : {}),
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: finishReason(reply) };
  return { id, object: 'chat.completion', created, model, choices: [choice], usage: wireUsage(reply) };
}

/**
 * OpenAPI: CreateChatCompletionStreamResponse, one row a chunk. A trainer answers at once; the pieces are there for those who
 * read streams.
 */
export function* wireChunks({ id, created, model, reply }: Completion, includeUsage: boolean): Generator<object> {
  const usage = includeUsage ? { usage: null } : {};
  const chunk = (delta: object, finish: string | null = null) => ({
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...usage,
  });
  const { content, toolCalls } = reply.message;
  yield chunk({ role: 'assistant', content: toolCalls && content === '' ? null : '', refusal: null });
  for (const piece of pieces(content)) yield chunk({ content: piece });
  for (const [index, call] of (toolCalls ?? []).entries()) {
    const { id: callId, type, function: called } = wireCall(call);
    yield chunk({ tool_calls: [{ index, id: callId, type, function: { ...called, arguments: '' } }] });
    for (const piece of pieces(called.arguments))
      yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
  }
  yield chunk({}, finishReason(reply));
  if (includeUsage) yield { id, object: 'chat.completion.chunk', created, model, choices: [], usage: wireUsage(reply) };
}

/** Words and the space between them, so that no surrogate pair is divided. */
function pieces(text: string): string[] {
  return text.match(/\S+|\s+/g) ?? [];
}

function wireCall({ id, name, argumentsText }: NonNullable<AssistantMessage['toolCalls']>[number]) {
  return { id, type: 'function', function: { name, arguments: argumentsText } };
}

function wireUsage({ usage: { inputTokens, outputTokens } }: ChatReply) {
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}

function finishReason({ finishReason: reason }: ChatReply): string {
  if (reason === 'tool-calls') return 'tool_calls';
  if (reason === 'content-filter') return 'content_filter';
  return reason === 'length' ? 'length' : 'stop';
}
