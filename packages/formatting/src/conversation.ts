/// <reference lib="es2024.string" />
import type { AssistantMessage, Message, ToolCall } from '@imaginarium/contracts';
import { spreadText } from './spread-text.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A call id that every endpoint takes (Mistral: nine letters or digits), the same for the same example and call. */
export function callId(exampleId: string, ordinal: number): string {
  let [left, right] = spreadText(`${exampleId}#${ordinal}`);
  let id = '';
  for (let at = 0; at < 9; at++) {
    const rest = at < 5 ? left : right;
    id += ALPHABET[rest % ALPHABET.length];
    if (at < 5) left = Math.floor(left / ALPHABET.length);
    else right = Math.floor(right / ALPHABET.length);
  }
  return id;
}

/**
 * The conversation with call ids that every endpoint takes, well-formed text, white space around texts removed and
 * the words that a model wrote beside a call left out (endpoints disagree on content together with calls).
 */
export function tidyConversation(exampleId: string, messages: readonly Message[], system?: string): Message[] {
  const ids = new Map<string, string>();
  let ordinal = 0;
  const tidy = (message: Message): Message => {
    const content = message.content.toWellFormed();
    if (message.role === 'tool')
      return { ...message, content, toolCallId: ids.get(message.toolCallId) ?? callId(exampleId, ordinal) };
    if (message.role !== 'assistant') return { role: message.role, content };
    if (message.toolCalls === undefined) return { role: 'assistant', content: content.trim() };
    const toolCalls = message.toolCalls.map((call) => {
      const id = callId(exampleId, ordinal++);
      ids.set(call.id, id);
      return tidyCall(call, id);
    });
    return { role: 'assistant', content: '', toolCalls };
  };
  const tidied = messages.map(tidy);
  if (system === undefined) return tidied;
  return [{ role: 'system', content: system }, ...tidied.filter((message) => message.role !== 'system')];
}

/** In the text that JSON.stringify writes, an escaped surrogate is always a lone one: pairs stay as they are. */
const LONE_SURROGATE = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/**
 * The call under another id, its `argumentsText` written anew from the parsed value, without lone surrogates (one of
 * them would abort the writing of a whole Parquet file); as the model wrote it where it does not parse.
 */
export function tidyCall(call: ToolCall, id: string): ToolCall {
  if (call.arguments === null) return { ...call, id, argumentsText: call.argumentsText.toWellFormed() };
  const text = JSON.stringify(call.arguments);
  if (!text.includes('\\ud')) return { ...call, id, argumentsText: text };
  const argumentsText = text.replace(LONE_SURROGATE, '$1\ufffd');
  return { ...call, id, arguments: JSON.parse(argumentsText), argumentsText };
}

/** Each assistant turn with all that stands before it: one training record a turn. */
export function* assistantTurns(
  messages: readonly Message[],
): Generator<{ before: readonly Message[]; turn: AssistantMessage }> {
  for (const [at, message] of messages.entries()) {
    if (message.role === 'assistant') yield { before: messages.slice(0, at), turn: message };
  }
}

/** What every target leaves out of the canonical trace. */
export function commonLosses(example: {
  readonly messages: readonly Message[];
  readonly trace: readonly Message[];
}): string[] {
  const losses: string[] = [];
  const assistants = example.messages.filter((message) => message.role === 'assistant');
  if (assistants.some((message) => message.toolCalls !== undefined && message.content.trim() !== ''))
    losses.push('the words beside a call');
  const calls = assistants.flatMap((message) => message.toolCalls ?? []);
  if (calls.some((call) => call.arguments !== null && JSON.stringify(call.arguments) !== call.argumentsText))
    losses.push('the spelling of the arguments (white space, number forms); their value is kept');
  if (example.trace.length > example.messages.length) losses.push('the failed attempts of the trial');
  return losses;
}
