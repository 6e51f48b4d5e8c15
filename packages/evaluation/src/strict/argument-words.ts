import type { JsonObject } from '@imaginarium/contracts';

/** An argument as its schema describes it: what its value may be compared by. */
export interface ArgumentShape {
  /** The key under which it stands; of a list's element, the list's key. */
  readonly name: string;
  readonly schema: JsonObject;
}

const OPAQUE = words(
  'ids?|uuid|guid|key|token|password|passwd|secret|hash|checksum|signature|url|uri|path|version|regex|sql|script',
);
const MOMENT = words('date|datetime|time|timestamp|day|month|year|when|since|until|deadline|birthday');
const SEARCH = words('query|queries|q|search|question|keywords?|prompt');
const SEARCH_PHRASE =
  /(?<!\p{L})(?:search (?:text|term|phrase|query)|natural(?:[- ]language)? query|free[- ]form|keywords)/iu;
const SOURCE_CODE = /\n|[{};=]|\(\)/;
/** A machine's name for something: long, without spaces, letters and digits mixed. */
const OPAQUE_VALUE = /^(?=.*\d)(?=.*\p{L})[\w-]{16,}$/u;

/** Whether every character of a text counts: choices, patterns, identifiers, secrets, addresses, source text. */
export function isOpaque({ name, schema }: ArgumentShape, value: string): boolean {
  const { enum: choices, const: only, pattern, format, contentEncoding } = schema;
  if ([choices, only, pattern, contentEncoding].some((keyword) => keyword !== undefined)) return true;
  if (typeof format === 'string' && /^(?:uuid|uri|iri|uri-.*|byte|binary|regex|json-pointer|password)$/.test(format))
    return true;
  return OPAQUE.test(inWords(name)) || OPAQUE_VALUE.test(value) || SOURCE_CODE.test(value) || /^\w+:\/\//.test(value);
}

/** Whether the name or the format says that the value is a date or a time. */
export function isMoment({ name, schema: { format } }: ArgumentShape): boolean {
  return (typeof format === 'string' && /^(?:date|time|date-time)$/.test(format)) || MOMENT.test(inWords(name));
}

/** Whether the text is put to a search, which reads it word by word. */
export function isSearchText({ name, schema: { description, title } }: ArgumentShape): boolean {
  return SEARCH.test(inWords(name)) || SEARCH_PHRASE.test(`${title ?? ''} ${description ?? ''}`);
}

/** `userId`, `user_id` and `user-id` as `user id`. */
function inWords(name: string): string {
  return name
    .replace(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .replace(/[_\-.]+/g, ' ')
    .toLowerCase();
}

function words(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\d])(?:${alternatives})(?![\\p{L}\\d])`, 'iu');
}
