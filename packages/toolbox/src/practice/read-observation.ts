import { isJsonObject, type JsonValue, type Message } from '@imaginarium/contracts';

/** What a tool message tells the stand-in. */
export type ObservationReading =
  | { readonly state: 'ok'; readonly value: JsonValue }
  | { readonly state: 'error'; readonly text: string }
  /** Execution feedback is off: something was called, nothing came back. */
  | { readonly state: 'withheld' };

/** Toolbox tools answer with a JSON object or array; everything else is an error text, or says that nothing is shown. */
export function readObservation(content: string): ObservationReading {
  const value = parseJson(content);
  if (Array.isArray(value)) return { state: 'ok', value };
  if (isJsonObject(value)) {
    return 'error' in value ? { state: 'error', text: content } : { state: 'ok', value };
  }
  return /\bnot (?:shown|executed)\b/i.test(content) ? { state: 'withheld' } : { state: 'error', text: content };
}

/** The text as JSON; undefined where it is none. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** A conversation cut where the person last asked for something. */
export interface Conversation {
  /** Earlier trials: the short-term memory. */
  readonly history: readonly Message[];
  readonly query: string;
  /** What was done about the query. */
  readonly turns: readonly Message[];
}

/** @param skip user messages at the end that are instructions, not queries */
export function readConversation(messages: readonly Message[], skip = 0): Conversation | undefined {
  let left = skip;
  for (let at = messages.length - 1; at >= 0; at--) {
    const message = messages[at];
    if (message?.role !== 'user' || left-- > 0) continue;
    return { history: messages.slice(0, at), query: message.content, turns: messages.slice(at + 1) };
  }
  return undefined;
}
