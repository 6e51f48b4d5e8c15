import {
  canonicalJson,
  type GoldCall,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Message,
  sha256,
  type TestItem,
} from '@imaginarium/contracts';
import type { DescribedTool } from './tool-collection.ts';

/** A chat record read as a test item: `item.calls` name tools as the record does. */
export interface ReadRecord {
  readonly item: TestItem;
  readonly tools: readonly DescribedTool[];
  /** The whole conversation, to tell a record that was cut shorter from a repetition. */
  readonly messages: readonly Message[];
}

/** Calls that a target writes into the text, of which no gold could be read. */
const CALL_AS_TEXT = /Action Input:|<tool_call>|\[TOOL_CALLS\]|<\|python_tag\|>|<function=/;

/**
 * A record in OpenAI's fine-tuning format (`messages`, `tools`; arguments as JSON text, or as an object as TRL has them) as a test
 * item: the last user message is the query, what stands before it the context, and the calls of the first assistant turn
 * after it that calls are gold, with the tool messages that answer them; no call is right where none of its turns calls.
 * Calls of one turn may come in any order. The id is taken from the conversation up to the query, or from the record's
 * own `id`. Else why the record cannot be used.
 */
export function readChatRecord(
  record: JsonObject,
): ReadRecord | { readonly kind: 'broken-line' | 'missing-gold'; readonly reason: string } {
  const messages = readMessages(record.messages);
  const tools = readTools(record.tools);
  if (typeof messages === 'string') return { kind: 'broken-line', reason: messages };
  if (typeof tools === 'string') return { kind: 'broken-line', reason: tools };
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const query = messages[last]?.content;
  if (query === undefined) return { kind: 'broken-line', reason: 'The record has no user message.' };
  const after = messages.slice(last + 1);
  const turns = after.filter((message) => message.role === 'assistant');
  if (turns.length === 0) return { kind: 'missing-gold', reason: 'The record has no assistant turn after the query.' };
  const turn = turns.find((message) => message.toolCalls !== undefined);
  const calls = (turn?.toolCalls ?? []).map((call): GoldCall | undefined => {
    if (call.arguments === null) return undefined;
    const answer = after.find((message) => message.role === 'tool' && message.toolCallId === call.id);
    return {
      tool: call.name,
      arguments: call.arguments,
      ...(answer === undefined ? {} : { observation: { status: 'ok', origin: 'recorded', content: answer.content } }),
    };
  });
  const readable = calls.filter((call) => call !== undefined);
  if (readable.length < calls.length)
    return { kind: 'missing-gold', reason: 'The arguments of a gold call are not a JSON object.' };
  if (turn === undefined && turns.some(({ content }) => CALL_AS_TEXT.test(content)))
    return {
      kind: 'missing-gold',
      reason: 'The record writes its calls as text: use the `openai` records of the same run.',
    };
  const context = messages.slice(0, last);
  const id = typeof record.id === 'string' ? record.id : sha256(canonicalJson([context, query])).slice(0, 16);
  return {
    item: {
      id,
      query,
      ...(context.length === 0 ? {} : { context }),
      calls: readable,
      ...(readable.length > 1 ? { order: 'any-order' } : {}),
      tool: readable[0]?.tool ?? null,
    },
    tools,
    messages,
  };
}

function readMessages(value: JsonValue | undefined): Message[] | string {
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

function readCall(value: JsonValue) {
  const called = isJsonObject(value) ? value.function : undefined;
  if (!isJsonObject(value) || !isJsonObject(called) || typeof called.name !== 'string') return undefined;
  const id = typeof value.id === 'string' ? value.id : '';
  const text = typeof called.arguments === 'string' ? called.arguments : JSON.stringify(called.arguments ?? null);
  return { id, name: called.name, arguments: parseObject(text), argumentsText: text };
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

function readTools(value: JsonValue | undefined): DescribedTool[] | string {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return 'The tools of the record are not a list.';
  const tools = value.map((tool) => readTool(isJsonObject(tool) && isJsonObject(tool.function) ? tool.function : tool));
  const readable = tools.filter((tool) => tool !== undefined);
  return readable.length < tools.length ? 'A tool of the record is not {type, function: {name, …}}.' : readable;
}

/** A tool definition; description and parameters may be missing, as at OpenAI. */
export function readTool(value: JsonValue | undefined): DescribedTool | undefined {
  if (!isJsonObject(value) || typeof value.name !== 'string') return undefined;
  const { name, description, parameters, originalName } = value;
  return {
    name,
    description: typeof description === 'string' ? description : '',
    parameters: isJsonObject(parameters) ? parameters : { type: 'object' },
    originalName: typeof originalName === 'string' ? originalName : undefined,
  };
}
