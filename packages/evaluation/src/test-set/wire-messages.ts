import { isJsonObject, type JsonObject, type JsonValue, type Message, type ToolCall } from '@imaginarium/contracts';
import { jsonObjectOf } from '../json-object-text.ts';

/** The messages of a record in OpenAI's format, in the canonical form; else why they cannot be read. */
export function readMessages(value: JsonValue | undefined): Message[] | string {
  if (!Array.isArray(value)) return 'The record has no list of messages.';
  const messages: Message[] = [];
  const names = new Map<string, string>();
  for (const message of value) {
    const read = isJsonObject(message) ? readMessage(message, names) : undefined;
    if (read === undefined) return 'A message of the record is in no form that is known.';
    messages.push(read);
  }
  return messages;
}

function readMessage(message: JsonObject, names: Map<string, string>): Message | undefined {
  const content = readContent(message.content);
  if (content === undefined || message.function_call !== undefined) return undefined;
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: 'system', content };
    case 'user':
      return { role: 'user', content };
    case 'tool': {
      const id = typeof message.tool_call_id === 'string' ? message.tool_call_id : '';
      return { role: 'tool', toolCallId: id, name: names.get(id) ?? '', content };
    }
    case 'assistant': {
      if (message.tool_calls === undefined || message.tool_calls === null) return { role: 'assistant', content };
      if (!Array.isArray(message.tool_calls) || message.tool_calls.length === 0) return undefined;
      const toolCalls = message.tool_calls.map(readCall);
      const readable = toolCalls.filter((call) => call !== undefined);
      if (readable.length < toolCalls.length) return undefined;
      for (const call of readable) names.set(call.id, call.name);
      return { role: 'assistant', content, toolCalls: readable };
    }
    default:
      return undefined;
  }
}

/** A text, nothing, or a list of text parts. */
function readContent(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  const texts = value.map((part) => (isJsonObject(part) && typeof part.text === 'string' ? part.text : undefined));
  return texts.includes(undefined) ? undefined : texts.join('');
}

function readCall(value: JsonValue): ToolCall | undefined {
  const called = isJsonObject(value) ? value.function : undefined;
  if (!isJsonObject(value) || !isJsonObject(called) || typeof called.name !== 'string') return undefined;
  const id = typeof value.id === 'string' ? value.id : '';
  const text = typeof called.arguments === 'string' ? called.arguments : JSON.stringify(called.arguments ?? null);
  return { id, name: called.name, arguments: jsonObjectOf(text) ?? null, argumentsText: text };
}
