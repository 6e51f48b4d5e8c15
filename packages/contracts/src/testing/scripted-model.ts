import type { ChatModel, ChatReply, ChatRequest } from '../chat-model.ts';
import type { ToolCall } from '../message.ts';

type Answer = string | { readonly calls: readonly Pick<ToolCall, 'name' | 'arguments'>[] } | Error;

/**
 * A model whose replies a test decides: from a function of the request, text for an answer, `calls` for tool calls,
 * an Error to throw. Keeps the requests it saw.
 */
export function createScriptedModel(
  answer: (request: ChatRequest, index: number) => Answer,
): ChatModel & { readonly requests: ChatRequest[] } {
  const requests: ChatRequest[] = [];
  return {
    id: 'scripted:test',
    requests,
    complete: async (request) => {
      const index = requests.push(request) - 1;
      const scripted = answer(request, index);
      if (scripted instanceof Error) throw scripted;
      return toReply(scripted, index);
    },
  };
}

function toReply(scripted: Exclude<Answer, Error>, index: number): ChatReply {
  const usage = { inputTokens: 10, outputTokens: 5, isEstimated: false };
  if (typeof scripted === 'string')
    return { message: { role: 'assistant', content: scripted }, finishReason: 'stop', usage, model: 'scripted' };
  const toolCalls = scripted.calls.map((call, at) => ({
    id: `call_${index}_${at}`,
    name: call.name,
    arguments: call.arguments,
    argumentsText: JSON.stringify(call.arguments),
  }));
  return {
    message: { role: 'assistant', content: '', toolCalls },
    finishReason: 'tool-calls',
    usage,
    model: 'scripted',
  };
}
