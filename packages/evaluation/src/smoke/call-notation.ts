import { readRawCalls } from '../strict/read-raw-calls.ts';
import { readTextCalls } from '../strict/read-text-calls.ts';

/** A way to write a call that a server without the right parser leaves in the text. */
export type CallNotation = 'hermes' | 'mistral' | 'llama' | 'action-text' | 'tool-token';

/** How a text writes a call; undefined where it holds none that is known. */
export function callNotation(text: string): CallNotation | undefined {
  const said = text.replace(/<think>[\s\S]*?(?:<\/think>|$)/g, '');
  if (said.includes('<tool_call>')) return 'hermes';
  if (said.includes('[TOOL_CALLS]')) return 'mistral';
  if (/<tool_(?!call>|response>)[^\s<>]+>/.test(said)) return 'tool-token';
  if (readRawCalls(said) !== undefined) return 'llama';
  // `Action:` alone is also how an answer in prose may begin a line.
  return (readTextCalls(said)?.calls.length ?? 0) > 0 ? 'action-text' : undefined;
}
