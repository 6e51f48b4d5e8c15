import type { AssistantMessage, ChatRequest, Message, ToolDefinition, Usage } from '@imaginarium/contracts';

const CHARACTERS_A_TOKEN = 4;
const definitionLengths = new WeakMap<ToolDefinition, number>();

/** Tokens at four characters each, tool definitions and calls included. */
export function estimateUsage(request: ChatRequest, reply: AssistantMessage): Usage {
  const prompt = request.messages.reduce((sum, message) => sum + lengthOf(message), 0);
  const tools = (request.tools ?? []).reduce((sum, tool) => sum + definitionLength(tool), 0);
  return {
    inputTokens: Math.ceil((prompt + tools) / CHARACTERS_A_TOKEN),
    outputTokens: Math.ceil(lengthOf(reply) / CHARACTERS_A_TOKEN),
    isEstimated: true,
  };
}

function lengthOf(message: Message): number {
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
  return calls.reduce((sum, call) => sum + call.name.length + call.argumentsText.length, message.content.length);
}

function definitionLength(tool: ToolDefinition): number {
  const known = definitionLengths.get(tool);
  if (known !== undefined) return known;
  const length = JSON.stringify(tool).length;
  definitionLengths.set(tool, length);
  return length;
}
