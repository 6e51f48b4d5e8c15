import { loadPythonJson } from './python-json.ts';
import { isMap, type PythonValue, pythonStrip, stripCharacters } from './python-text.ts';

/** The arguments of a call as Python holds them. */
export type WrittenArguments = ReadonlyMap<string, PythonValue>;

/** What the paper's rules read in a reply. */
export type SteReply =
  | { readonly kind: 'no-call' }
  | { readonly kind: 'error' }
  /** `name` as written, not yet looked up among the tools. */
  | { readonly kind: 'call'; readonly name: string; readonly arguments: WrittenArguments };

const FINAL_ANSWER = 'Final Answer:';
export const ACTION_INPUT = 'Action Input:';
const ACTION = 'Action:';

/**
 * Reads the call in a reply by the rules of the paper's own evaluation, to the letter (method §4; arXiv 2403.04746): only
 * what stands before the first `Final Answer:`; exactly one `Action Input:` and one `Action:` before it; `<tool_`, outer
 * `<` and `>` and white space taken off the name; arguments from the first `{` to the last `}`, all outer braces taken
 * off and one pair put back, read as Python's `json.loads` reads them. The brace rule breaks arguments that begin or end
 * with an object of their own: those are errors here, as they were in the paper.
 */
export function parseSteReply(text: string): SteReply {
  const end = text.indexOf(FINAL_ANSWER);
  const reply = end < 0 ? text : text.slice(0, end);
  const input = reply.indexOf(ACTION_INPUT);
  if (input < 0) return { kind: end < 0 ? 'error' : 'no-call' };
  if (reply.includes(ACTION_INPUT, input + ACTION_INPUT.length)) return { kind: 'error' };
  const action = reply.lastIndexOf(ACTION, input - 1);
  if (action < 0 || reply.indexOf(ACTION) < action) return { kind: 'error' };
  const args = readArguments(reply.slice(input + ACTION_INPUT.length));
  if (!args) return { kind: 'error' };
  return { kind: 'call', name: readName(reply.slice(action + ACTION.length, input)), arguments: args };
}

function readName(written: string): string {
  return pythonStrip(stripCharacters(pythonStrip(written).replaceAll('<tool_', ''), '<>'));
}

function readArguments(written: string): WrittenArguments | undefined {
  const start = written.indexOf('{');
  const end = written.lastIndexOf('}');
  if (start < 0 || end < start) return undefined;
  const value = loadPythonJson(`{${stripCharacters(written.slice(start, end + 1), '{}')}}`);
  return value !== undefined && isMap(value) ? value : undefined;
}
