import type { AssistantMessage, PredictionHeader } from '@imaginarium/contracts';
import { readRawCalls } from './read-raw-calls.ts';
import type { ReadCall, ReadReply } from './read-reply.ts';
import { readTextCalls } from './read-text-calls.ts';

/** Name and version of these reading rules: a change of what counts as a call changes the number. */
export const STRICT_PARSER = 'imaginarium-strict/1';

/**
 * Reads the calls of a reply. The server's own calls are taken as they are. A text is read in the protocol of the paper
 * (method §1.3), or in the notations that fine-tuned models are trained on (Hermes, Mistral, Llama). Where the server was
 * to return calls and the call stands in the text, its parser failed: a client would see no call, so none is well-formed.
 * Never throws.
 *
 * `parseTextReply` of the models package reads the same protocol for a model that is to repair its call: it takes exactly
 * one call of a legal name and mends its JSON. Here several calls and original names (`Ben 10%%Get all`) must be read, and
 * nothing is mended.
 */
export function readCalls(message: AssistantMessage, protocol: PredictionHeader['protocol']): ReadReply {
  if (message.toolCalls !== undefined) return readServerCalls(message.toolCalls);
  const said = message.content.replace(/<think>[\s\S]*?(?:<\/think>|$)/g, '');
  const written = readTextCalls(said);
  const raw = written ?? readRawCalls(said);
  if (protocol === 'text') return raw ?? { calls: [] };
  // `Action:` alone is also how an answer in prose may begin a line.
  if (raw === undefined || (raw === written && raw.calls.length === 0)) return { calls: [] };
  return { calls: [], malformed: 'The call stands in the text: the server returned no tool call.' };
}

function readServerCalls(toolCalls: NonNullable<AssistantMessage['toolCalls']>): ReadReply {
  const calls: ReadCall[] = [];
  let malformed: string | undefined;
  for (const call of toolCalls) {
    if (call.arguments !== null) calls.push({ name: call.name, arguments: call.arguments });
    else malformed ??= call.parseError ?? 'The arguments are not a JSON object.';
  }
  return malformed === undefined ? { calls } : { calls, malformed };
}
