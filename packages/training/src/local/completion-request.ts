import {
  isJsonObject,
  type JsonObject,
  type Message,
  type ToolCall,
  type ToolDefinition,
} from '@imaginarium/contracts';
import { ApiError } from './api-error.ts';
import type { ChatCompletionBody } from './chat-request.ts';
import type { CompletionRequest } from './trainer.ts';

type WireMessage = ChatCompletionBody['messages'][number];

/** A checked request in this project's words. @throws ApiError 400 for calls and answers that do not belong together */
export function completionRequest(body: ChatCompletionBody): CompletionRequest {
  const { temperature, seed } = body;
  const maxTokens = body.max_completion_tokens ?? body.max_tokens;
  return {
    messages: readMessages(body.messages),
    ...readTools(body),
    ...(typeof temperature === 'number' ? { temperature } : {}),
    ...(typeof maxTokens === 'number' ? { maxTokens } : {}),
    ...(typeof seed === 'number' ? { seed } : {}),
  };
}

function readMessages(messages: readonly WireMessage[]): Message[] {
  const called = new Map<string, string>();
  return messages.map((message, at): Message => {
    if (message.role === 'user') return { role: 'user', content: message.content };
    if (message.role === 'tool') {
      const name = called.get(message.tool_call_id);
      if (name !== undefined) return { role: 'tool', toolCallId: message.tool_call_id, name, content: message.content };
      throw new ApiError(400, `No earlier message has a tool call with the id '${message.tool_call_id}'.`, {
        code: 'invalid_value',
        param: `messages.${at}.tool_call_id`,
      });
    }
    if (message.role === 'assistant') {
      const toolCalls = message.tool_calls?.map(({ id, function: { name, arguments: text } }) => {
        called.set(id, name);
        return readCall(id, name, text);
      });
      return { role: 'assistant', content: message.content ?? '', ...(toolCalls ? { toolCalls } : {}) };
    }
    return { role: 'system', content: message.content };
  });
}

function readCall(id: string, name: string, argumentsText: string): ToolCall {
  return { id, name, arguments: parseArguments(argumentsText), argumentsText };
}

function parseArguments(text: string): JsonObject | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function readTools({ tools: given, tool_choice: choice }: ChatCompletionBody): Partial<CompletionRequest> {
  const tools = given?.map(
    ({ function: { name, description = '', parameters = { type: 'object', properties: {} } } }): ToolDefinition => ({
      name,
      description,
      parameters,
    }),
  );
  const names = new Set(tools?.map(({ name }) => name));
  if (tools && names.size !== tools.length)
    throw new ApiError(400, 'Two tools have one name.', { code: 'invalid_value', param: 'tools' });
  const known = (name: string): string => {
    if (!tools || names.has(name)) return name;
    throw new ApiError(400, `tool_choice names '${name}', which is not among the tools.`, {
      code: 'invalid_value',
      param: 'tool_choice',
    });
  };
  if (choice === undefined) return tools ? { tools } : {};
  if (typeof choice === 'string') return { ...(tools ? { tools } : {}), toolChoice: choice };
  if (choice.type === 'function')
    return { ...(tools ? { tools } : {}), toolChoice: { name: known(choice.function.name) } };
  const allowed = new Set(choice.allowed_tools.tools.map((tool) => known(tool.function.name)));
  const offered = tools?.filter(({ name }) => allowed.has(name));
  return { ...(offered ? { tools: offered } : {}), toolChoice: choice.allowed_tools.mode };
}
