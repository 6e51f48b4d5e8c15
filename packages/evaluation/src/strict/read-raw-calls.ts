import { isJsonObject, type JsonObject } from '@imaginarium/contracts';
import { readJsonObjectAt } from './read-json-object.ts';
import type { ReadCall, ReadReply } from './read-reply.ts';

/**
 * Reads calls in the notations that models are trained on and that a server without their parser leaves in the text:
 * Hermes and Qwen `<tool_call>{"name", "arguments"}</tool_call>`; Mistral `[TOOL_CALLS] [{"name", "arguments"}, …]` and,
 * since tokenizer v11, `[TOOL_CALLS]name[ARGS]{…}`; Llama 3 `{"name", "parameters"}`, several parted by `;`, alone in the
 * reply. Undefined where the text has none of them.
 */
export function readRawCalls(text: string): ReadReply | undefined {
  const [hermes, mistral] = [text.indexOf(HERMES), text.indexOf(MISTRAL)];
  if (hermes < 0 && mistral < 0) return readLlamaCalls(text);
  // A mark may also stand in an argument: the first one is the reply's own.
  if (/^\s*(?:\{|<\|python_tag\|>)/.test(text)) {
    const read = readLlamaCalls(text);
    if (read !== undefined) return read;
  }
  return mistral < 0 || (hermes >= 0 && hermes < mistral)
    ? readEach(text, HERMES, readObjectCall)
    : readEach(text, MISTRAL, readMistralCalls);
}

const HERMES = '<tool_call>';
const MISTRAL = '[TOOL_CALLS]';

interface Reading {
  readonly calls: readonly ReadCall[];
  readonly end: number;
}

/** Reads what follows each opening mark; a mark inside an object that was read is part of that object. */
function readEach(text: string, open: string, read: (text: string, start: number) => Reading | undefined): ReadReply {
  const calls: ReadCall[] = [];
  let isMalformed = false;
  for (let at = text.indexOf(open); at >= 0; ) {
    const start = at + open.length;
    const reading = read(text, start);
    if (reading === undefined) isMalformed = true;
    else calls.push(...reading.calls);
    at = text.indexOf(open, reading?.end ?? start);
  }
  return isMalformed ? { calls, malformed: `What follows ${open} is not a call in whole JSON.` } : { calls };
}

function readObjectCall(text: string, start: number): Reading | undefined {
  const object = readJsonObjectAt(text, afterSpace(text, start));
  const call = object && toCall(object.value);
  return object && call && { calls: [call], end: object.end };
}

const NAMED = /\s*(?<name>[^\s[\]{}]+)\s*(?:\[ARGS\]\s*)?(?=\{)/y;

function readMistralCalls(text: string, start: number): Reading | undefined {
  let at = afterSpace(text, start);
  if (text[at] !== '[') {
    NAMED.lastIndex = start;
    const named = NAMED.exec(text);
    const object = named && readJsonObjectAt(text, NAMED.lastIndex);
    const name = named?.groups?.name;
    return object && name ? { calls: [{ name, arguments: object.value }], end: object.end } : undefined;
  }
  const calls: ReadCall[] = [];
  do {
    const object = readJsonObjectAt(text, afterSpace(text, at + 1));
    const call = object && toCall(object.value);
    if (!object || !call) return undefined;
    calls.push(call);
    at = afterSpace(text, object.end);
  } while (text[at] === ',');
  return text[at] === ']' ? { calls, end: at + 1 } : undefined;
}

/** JSON that is no call is an answer in JSON, unless the text says that it is one or breaks off inside. */
function readLlamaCalls(text: string): ReadReply | undefined {
  const tag = /^\s*<\|python_tag\|>/.exec(text)?.[0];
  const isCutOff = /^\s*\{\s*"name"\s*:\s*"[^"]*"\s*,\s*"(?:parameters|arguments)"\s*:/.test(text);
  const calls: ReadCall[] = [];
  let at = afterSpace(text, tag?.length ?? 0);
  for (;;) {
    const object = readJsonObjectAt(text, at);
    const call = object && toCall(object.value);
    if (!object || !call) break;
    calls.push(call);
    at = afterSpace(text, object.end);
    if (text[at] === ';') at = afterSpace(text, at + 1);
  }
  if (calls.length > 0 && at >= text.replace(/(?:<\|\w+\|>|\s)+$/, '').length) return { calls };
  if (tag === undefined && !isCutOff) return undefined;
  return { calls, malformed: 'The call is not whole JSON.' };
}

function toCall({ name, arguments: args, parameters }: JsonObject): ReadCall | undefined {
  const given = args ?? parameters;
  return typeof name === 'string' && name !== '' && isJsonObject(given) ? { name, arguments: given } : undefined;
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}
