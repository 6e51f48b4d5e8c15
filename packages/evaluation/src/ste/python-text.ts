import type { JsonObject, JsonValue } from '@imaginarium/contracts';

/** A JSON value as Python's `json.loads` holds it: numbers are kept as the text that `str` gives of them. */
export type PythonValue =
  | string
  | boolean
  | null
  | { readonly number: string }
  | readonly PythonValue[]
  | ReadonlyMap<string, PythonValue>;

// What str.isspace says yes to. JavaScript's trim knows the byte order mark besides, and not U+001C-1F and U+0085.
// biome-ignore lint/suspicious/noControlCharactersInRegex: white space to Python
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** `text.strip()` */
export function pythonStrip(text: string): string {
  let start = 0;
  let end = text.length;
  while (end > 0 && isSpace(text, end - 1)) end--;
  while (start < end && isSpace(text, start)) start++;
  return text.slice(start, end);
}

function isSpace(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit <= 0x20 || unit > 0x7e ? SPACE.test(text.charAt(at)) : false;
}

/** `text.strip(characters)` */
export function stripCharacters(text: string, characters: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && characters.includes(text.charAt(start))) start++;
  while (end > start && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** `str(value)`: a text is itself, everything else as Python writes it (`True`, `None`, `1e-05`, `['a', {'b': 1}]`). */
export function pythonStr(value: PythonValue): string {
  return typeof value === 'string' ? value : repr(value);
}

function repr(value: PythonValue): string {
  if (typeof value === 'string') return reprText(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isList(value)) return `[${value.map(repr).join(', ')}]`;
  if (isMap(value)) return `{${[...value].map(([key, inner]) => `${reprText(key)}: ${repr(inner)}`).join(', ')}}`;
  return value.number;
}

function isList(value: PythonValue): value is readonly PythonValue[] {
  return Array.isArray(value);
}

export function isMap(value: PythonValue): value is ReadonlyMap<string, PythonValue> {
  return value instanceof Map;
}

const UNPRINTABLE = /[\\\p{C}\p{Z}]/gu;
const SHORT_ESCAPES = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  [' ', ' '],
]);

/** Printable ASCII but the apostrophe and the backslash: nothing to escape. Spares most texts the tables of Unicode. */
const PLAIN = /^[ -&(-[\]-~]*$/;

function reprText(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(UNPRINTABLE, (character) => SHORT_ESCAPES.get(character) ?? escapePoint(character));
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

function escapePoint(character: string): string {
  const point = character.codePointAt(0) as number;
  const hex = point.toString(16);
  if (point <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return point <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** `repr(float)`: the shortest digits that round-trip, as JavaScript finds them too, laid out as Python does. */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const exponent = Number(exponentText);
  const digits = mantissa.replace('.', '');
  if (exponent < -4 || exponent >= 16)
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/**
 * A value that JavaScript has read as Python holds it. Whether a whole number was written `2` or `2.0` is lost by then:
 * it counts as `2`.
 */
export function pythonValue(value: JsonValue): PythonValue {
  if (typeof value === 'number')
    return { number: Number.isInteger(value) ? BigInt(value).toString() : pythonFloat(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(pythonValue);
  return new Map(Object.entries(value).map(([key, inner]) => [key, pythonValue(inner)]));
}

/** The value as JSON has it, for people and judges; NaN and infinities, which JSON lacks, become their names. */
export function toJsonValue(value: PythonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(toJsonValue);
  if (isMap(value)) return toJsonObject(value);
  return Number.isFinite(Number(value.number)) ? Number(value.number) : value.number;
}

export function toJsonObject(value: ReadonlyMap<string, PythonValue>): JsonObject {
  return Object.fromEntries([...value].map(([key, inner]) => [key, toJsonValue(inner)]));
}
