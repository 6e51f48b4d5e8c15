import { readJsonObjectAt } from './read-json-object.ts';
import type { ReadCall, ReadReply } from './read-reply.ts';

/** At the start of a line only (bold and quoting allowed), so that the words may occur inside texts. */
const MARKER = /^[ \t>*_#]*(?<name>Action Input|Action|Observation|Final Answer)[ \t*_]*:[*_]*/gim;
/** The input may follow its action on the same line. */
const INPUT = /(?:^[ \t>*_#]*|[ \t])Action Input[ \t*_]*:[*_]*/gim;
/** What may stand between the marker and the object: white space, the opening of a code fence. */
const BEFORE_OBJECT = /\s*(?:```\w*\s*|`)?/y;
const WRAPPERS = [/^\*\*(.+)\*\*$/s, /^`(.+)`$/s, /^"(.+)"$/s, /^'(.+)'$/s, /^<tool_(.+)>$/s];

/**
 * Reads `Action:` / `Action Input:` pairs (method §1.3) up to the first observation or answer: what follows those, the
 * model made up. Undefined where the text has neither an action nor an input.
 */
export function readTextCalls(text: string): ReadReply | undefined {
  const calls: ReadCall[] = [];
  let malformed: string | undefined;
  let at = 0;
  for (;;) {
    const marker = matchFrom(MARKER, text, at);
    const kind = marker?.groups?.name?.toLowerCase();
    if (marker === undefined || kind === 'observation' || kind === 'final answer') break;
    at = marker.index + marker[0].length;
    if (kind === 'action input') {
      malformed ??= 'An Action Input stands without its Action.';
      continue;
    }
    const read = readPair(text, at);
    at = read.end;
    if ('call' in read) calls.push(read.call);
    else malformed ??= read.malformed;
  }
  if (malformed !== undefined) return { calls, malformed };
  return calls.length > 0 ? { calls } : undefined;
}

type PairReading = { readonly end: number } & ({ readonly call: ReadCall } | { readonly malformed: string });

/** @param start just past the marker of the action */
function readPair(text: string, start: number): PairReading {
  const input = matchFrom(INPUT, text, start);
  const next = matchFrom(MARKER, text, start);
  if (input === undefined || (next !== undefined && next.index < input.index))
    return { end: start, malformed: 'An Action stands without its Action Input.' };
  const name = unwrap(text.slice(start, input.index));
  const inputEnd = input.index + input[0].length;
  if (name === '' || name.includes('\n')) return { end: inputEnd, malformed: 'The Action is not the name of a tool.' };
  BEFORE_OBJECT.lastIndex = inputEnd;
  const object = readJsonObjectAt(text, inputEnd + (BEFORE_OBJECT.exec(text)?.[0].length ?? 0));
  if (object === undefined) return { end: inputEnd, malformed: 'The Action Input is not one whole JSON object.' };
  return { end: object.end, call: { name, arguments: object.value } };
}

function unwrap(written: string): string {
  const name = written.trim();
  for (const wrapper of WRAPPERS) {
    const inside = wrapper.exec(name)?.[1];
    if (inside !== undefined) return unwrap(inside);
  }
  return name;
}

function matchFrom(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
