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
import { readMessages } from './wire-messages.ts';

/** A chat record read as a test item: `item.calls` name tools as the record does. */
export interface ReadRecord {
  readonly item: TestItem;
  readonly tools: readonly DescribedTool[];
  /** The whole conversation, to tell a record that was cut shorter from a repetition. */
  readonly messages: readonly Message[];
}

const USE_OPENAI = 'use the `openai` records of the same run.';

/** Calls that a target writes into the text, of which no gold could be read. */
const CALL_AS_TEXT = /Action Input:|<tool_call>|\[TOOL_CALLS\]|<\|python_tag\|>|<function=/;

/** Whether a row is a record of a conversation, in whichever form. */
export function isChatRecord(row: JsonObject): boolean {
  return 'messages' in row || 'conversations' in row || ('prompt' in row && 'completion' in row);
}

/**
 * A record in OpenAI's fine-tuning format (`messages`, `tools`) or in TRL's (the same, or `prompt` and `completion`; arguments as
 * an object) as a test item: the last user message is the query, what stands before it the context, and the calls of the first assistant turn
 * after it that calls are gold, with the tool messages that answer them; no call is right where none of its turns calls.
 * Calls of one turn may come in any order. The id is taken from the conversation up to the query, or from the record's
 * own `id`. Else why the record cannot be used.
 */
export function readChatRecord(
  record: JsonObject,
): ReadRecord | { readonly kind: 'broken-line' | 'missing-gold'; readonly reason: string } {
  if (record.conversations !== undefined)
    return { kind: 'missing-gold', reason: `The record is ShareGPT's: ${USE_OPENAI}` };
  const messages = readMessages(messagesOf(record));
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
      reason: `The record writes its calls as text: ${USE_OPENAI}`,
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

function messagesOf({ messages, prompt, completion }: JsonObject): JsonValue | undefined {
  return Array.isArray(prompt) && Array.isArray(completion) ? [...prompt, ...completion] : messages;
}

function readTools(value: JsonValue | undefined): DescribedTool[] | string {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return 'The tools of the record are not a list.';
  const tools = value.map(readTool);
  const readable = tools.filter((tool) => tool !== undefined);
  return readable.length < tools.length ? 'A tool of the record is not {type, function: {name, …}}.' : readable;
}

/** A tool definition, bare or in OpenAI's `{type, function}`; description and parameters may be missing, as there. */
export function readTool(value: JsonValue): DescribedTool | undefined {
  const described = isJsonObject(value) && isJsonObject(value.function) ? value.function : value;
  if (!isJsonObject(described) || typeof described.name !== 'string') return undefined;
  const { name, description, parameters, originalName } = described;
  return {
    name,
    description: typeof description === 'string' ? description : '',
    parameters: isJsonObject(parameters) ? parameters : { type: 'object' },
    originalName: typeof originalName === 'string' ? originalName : undefined,
  };
}
