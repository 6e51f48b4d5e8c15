import { type AssistantMessage, type ChatReply, isJsonObject, sha256, type ToolCall } from '@imaginarium/contracts';

/**
 * Reads calls that the model wrote and the server handed on as text: Mistral's form, a JSON list of name and arguments
 * behind the sign `[TOOL_CALLS]`, which servers drop with other signs. Anything but a whole list of calls of offered tools
 * stays the text that it is.
 */
export function readWrittenCalls(reply: ChatReply, offered: readonly { readonly name: string }[]): ChatReply {
  const { content, toolCalls } = reply.message;
  if (toolCalls !== undefined || offered.length === 0) return reply;
  const calls = callsOf(content, new Set(offered.map(({ name }) => name)));
  if (calls === undefined) return reply;
  const message: AssistantMessage = { role: 'assistant', content: '', toolCalls: calls };
  return { ...reply, message, finishReason: 'tool-calls' };
}

function callsOf(content: string, names: ReadonlySet<string>): ToolCall[] | undefined {
  const text = content.trim().replace(/^\[TOOL_CALLS\]\s*/, '');
  if (!text.startsWith('[')) return undefined;
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(written) || written.length === 0) return undefined;
  const calls: ToolCall[] = [];
  for (const [at, call] of written.entries()) {
    if (!isJsonObject(call) || typeof call.name !== 'string' || !names.has(call.name)) return undefined;
    if (!isJsonObject(call.arguments)) return undefined;
    calls.push({
      id: typeof call.id === 'string' ? call.id : sha256(`${at} ${text}`).slice(0, 9),
      name: call.name,
      arguments: call.arguments,
      argumentsText: JSON.stringify(call.arguments),
    });
  }
  return calls;
}
