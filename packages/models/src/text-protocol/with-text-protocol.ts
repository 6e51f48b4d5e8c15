import type { AssistantMessage, ChatModel, ChatRequest } from '@imaginarium/contracts';
import { parseTextReply } from './parse-text-reply.ts';
import { renderTextMessages } from './render-text-messages.ts';

/**
 * Lets a model without native tool calls use tools through the text protocol of the paper: Thought, Action,
 * Action Input, Observation, Final Answer. A request that has neither tools nor calls in its history passes unchanged.
 */
export function withTextProtocol(model: ChatModel): ChatModel {
  return {
    id: `${model.id}#text`,
    complete: async (request, options) => {
      const { tools, toolChoice, ...rest } = request;
      const expectsCall = tools !== undefined && toolChoice !== 'none';
      const reply = await model.complete(
        {
          ...rest,
          messages: renderTextMessages(request),
          ...(expectsCall && { stop: [...(request.stop ?? []), '\nObservation:'] }),
        },
        options,
      );
      if (!expectsCall) return reply;
      const message = readMessage(reply.message.content, request);
      const called = message.toolCalls !== undefined && reply.finishReason === 'stop';
      return { ...reply, message, finishReason: called ? 'tool-calls' : reply.finishReason };
    },
  };
}

function readMessage(text: string, request: ChatRequest): AssistantMessage {
  const read = parseTextReply(text);
  if (read.kind === 'answer') return { role: 'assistant', content: read.answer };
  const { kind: _, thought, ...call } = read;
  return {
    role: 'assistant',
    content: thought,
    toolCalls: [{ id: `call_${request.messages.length}_0`, ...call }],
  };
}
