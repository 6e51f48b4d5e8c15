import { firstJsonObject, isJsonObject, isTooDeep, type JsonObject, TOOL_NAME } from '@imaginarium/contracts';
import { type ParseError, parse as parseJsonc } from 'jsonc-parser';

/** What a model said in the text protocol. */
export type TextReply =
  | { readonly kind: 'answer'; readonly thought: string; readonly answer: string }
  | {
      readonly kind: 'call';
      readonly thought: string;
      readonly name: string;
      /** Null when the call cannot be read: see `parseError`. */
      readonly arguments: JsonObject | null;
      readonly argumentsText: string;
      readonly parseError?: string;
    };

/** Markers count at the start of a line only (bold and quoting allowed), so that they may occur inside texts. */
const marker = (name: string) => new RegExp(`^[ \\t>*_#]*${name}[ \\t*_]*:[*_]*`, 'im');
const [THOUGHT, ACTION, ACTION_INPUT, OBSERVATION, FINAL_ANSWER] = [
  marker('Thought'),
  marker('Action'),
  marker('Action Input'),
  marker('Observation'),
  marker('Final Answer'),
];

/**
 * Reads a reply in the text protocol (method §1.3, §4). Lenient about what stands around a call (fences, bold, words
 * after the JSON, trailing commas) and strict about what is one: exactly one action of a legal name with exactly one
 * input that is a JSON object. A call that is not becomes one with `arguments: null` and the reason, for the model to
 * repair. What follows an invented observation is left out. Never throws.
 */
export function parseTextReply(text: string): TextReply {
  const said = upTo(text, OBSERVATION);
  const beforeAnswer = upTo(said, FINAL_ANSWER);
  const calls = ACTION_INPUT.test(beforeAnswer) || ACTION.test(beforeAnswer);
  if (calls) return readCall(beforeAnswer);
  const thought = withoutMarker(beforeAnswer, THOUGHT);
  if (beforeAnswer !== said) return { kind: 'answer', thought, answer: after(said, FINAL_ANSWER).trim() };
  if (!THOUGHT.test(said)) return { kind: 'answer', thought: '', answer: said.trim() };
  return malformed(thought, '', '', 'The thought is followed by neither an Action nor a Final Answer.');
}

function readCall(text: string): TextReply {
  const thought = withoutMarker(upTo(text, ACTION), THOUGHT);
  const actions = countOf(text, ACTION);
  const inputs = countOf(text, ACTION_INPUT);
  const action = upTo(after(text, ACTION), ACTION_INPUT);
  const name = action
    .trim()
    .slice(0, 100)
    .replace(/^[`"'<[*]+|[`"'>\]*]+$/g, '');
  const input = inputs === 0 ? '' : after(text, ACTION_INPUT).trim();
  if (actions !== 1) return malformed(thought, '', input, `Write exactly one Action, not ${actions}.`);
  if (!TOOL_NAME.test(name)) return malformed(thought, '', input, 'The Action is not the bare name of a tool.');
  if (inputs !== 1) return malformed(thought, name, input, `Write exactly one Action Input, not ${inputs}.`);
  const argumentsText = firstJsonObject(input);
  if (argumentsText === undefined || !/^(```\w*\s*|`)?$/.test(input.slice(0, input.indexOf('{'))))
    return malformed(thought, name, input, 'The Action Input is not one whole JSON object.');
  const read = readArguments(argumentsText);
  if (read === undefined) return malformed(thought, name, argumentsText, 'The Action Input is not valid JSON.');
  return { kind: 'call', thought, name, arguments: read, argumentsText };
}

function readArguments(text: string): JsonObject | undefined {
  try {
    return objectOrNothing(JSON.parse(text));
  } catch {
    const errors: ParseError[] = [];
    const repaired: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
    return errors.length === 0 ? objectOrNothing(repaired) : undefined;
  }
}

function objectOrNothing(value: unknown): JsonObject | undefined {
  return isJsonObject(value) && !isTooDeep(value) ? value : undefined;
}

function malformed(thought: string, name: string, argumentsText: string, parseError: string): TextReply {
  return { kind: 'call', thought, name, arguments: null, argumentsText, parseError };
}

function upTo(text: string, pattern: RegExp): string {
  const at = text.search(pattern);
  return at < 0 ? text : text.slice(0, at);
}

function after(text: string, pattern: RegExp): string {
  const match = pattern.exec(text);
  return match === null ? text : text.slice(match.index + match[0].length);
}

function withoutMarker(text: string, pattern: RegExp): string {
  return text.replace(pattern, '').trim();
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(new RegExp(pattern, 'gim'))?.length ?? 0;
}
