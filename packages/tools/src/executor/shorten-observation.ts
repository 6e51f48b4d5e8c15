import { isJsonObject, isTooDeep, type JsonObject, type JsonValue } from '@imaginarium/contracts';

/** JSON that is always small enough: what a value becomes when there is room for nothing of it. */
const ELLIPSIS = '…';
/** Room below which part of a value tells less than how much there was. */
const SMALLEST_PART = 48;

export interface ShortenedObservation {
  readonly content: string;
  /** Characters before shortening; absent when nothing was left out. */
  readonly fullLength?: number;
}

/**
 * The text of a tool's content in at most `limit` characters (UTF-16 code units, `limit` >= 64). JSON stays JSON:
 * long strings are cut, arrays keep their first items, objects share the room among their members, and markers say how
 * much was left out. Text that holds a JSON document is treated as that document; other text is cut between characters.
 */
export function shortenObservation(content: JsonValue, limit: number): ShortenedObservation {
  const full = typeof content === 'string' ? content : JSON.stringify(content);
  if (full.length <= limit) return { content: full };
  const document = typeof content === 'string' ? readDocument(content) : content;
  const shortened = document === undefined ? cutText(full, limit) : fit(document, limit);
  return { content: shortened, fullLength: full.length };
}

function readDocument(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const document: JsonValue = JSON.parse(text);
    return isTooDeep(document) ? undefined : document;
  } catch {
    return undefined;
  }
}

/** JSON text of the value in at most `room` characters; `room` >= 3. */
function fit(value: JsonValue, room: number): string {
  const full = JSON.stringify(value);
  if (full.length <= room) return full;
  if (typeof value === 'string') return fitString(value, room);
  if (Array.isArray(value)) return fitArray(value, room);
  if (isJsonObject(value)) return fitObject(value, room);
  return JSON.stringify(ELLIPSIS);
}

function fitString(text: string, room: number): string {
  // Escapes make JSON longer than the text: give back what they cost until it fits.
  for (let length = room - 2; length >= SMALLEST_PART / 2; ) {
    const json = JSON.stringify(cutText(text, length));
    if (json.length <= room) return json;
    length -= Math.max(1, Math.ceil((json.length - room) / 6));
  }
  return firstFitting([`${ELLIPSIS} ${text.length} characters`, ELLIPSIS], room);
}

function fitArray(items: readonly JsonValue[], room: number): string {
  const marker = (left: number) => JSON.stringify(`${ELLIPSIS} ${left} more items`);
  if (room < SMALLEST_PART) return firstFitting([`${ELLIPSIS} ${items.length} items`, ELLIPSIS], room);
  const parts: string[] = [];
  let left = room - 2 - marker(items.length).length;
  for (const item of items) {
    const whole = JSON.stringify(item);
    if (whole.length + 1 <= left) {
      parts.push(whole);
      left -= whole.length + 1;
      continue;
    }
    if (left - 1 >= SMALLEST_PART || (parts.length === 0 && left > ELLIPSIS.length + 3))
      parts.push(fit(item, left - 1));
    break;
  }
  if (parts.length < items.length) parts.push(marker(items.length - parts.length));
  return `[${parts.join(',')}]`;
}

function fitObject(object: JsonObject, room: number): string {
  const keys = Object.keys(object);
  const marker = (left: number) => `${JSON.stringify(markerKey(object))}:${JSON.stringify(`${left} more keys`)}`;
  if (room < Math.max(SMALLEST_PART, marker(keys.length).length + 2))
    return firstFitting([`${ELLIPSIS} ${keys.length} keys`, ELLIPSIS], room);
  const smallest = (key: string) => JSON.stringify(key).length + 1 + ELLIPSIS.length + 2 + 1;
  let left = room - 2;
  let kept = keys;
  if (keys.reduce((sum, key) => sum + smallest(key), 0) > left) {
    left -= marker(keys.length).length + 1;
    let used = 0;
    const end = keys.findIndex((key) => {
      used += smallest(key);
      return used > left;
    });
    kept = keys.slice(0, end);
  }
  const texts = shareRoom(object, kept, left);
  const parts = kept.map((key) => `${JSON.stringify(key)}:${texts.get(key)}`);
  if (kept.length < keys.length) parts.push(marker(keys.length - kept.length));
  return `{${parts.join(',')}}`;
}

/** Short members keep all they need; the long ones share the rest evenly. */
function shareRoom(object: JsonObject, keys: readonly string[], room: number): Map<string, string> {
  let left = keys.reduce((rest, key) => rest - JSON.stringify(key).length - 2, room);
  const byLength = keys
    .map((key) => ({ key, value: object[key] as JsonValue, length: JSON.stringify(object[key]).length }))
    .sort((a, b) => a.length - b.length);
  const texts = new Map<string, string>();
  byLength.forEach(({ key, value }, at) => {
    const text = fit(value, Math.floor(left / (byLength.length - at)));
    texts.set(key, text);
    left -= text.length;
  });
  return texts;
}

function markerKey(object: JsonObject): string {
  let key = ELLIPSIS;
  while (Object.hasOwn(object, key)) key += ELLIPSIS;
  return key;
}

function firstFitting(texts: readonly string[], room: number): string {
  return texts.map((text) => JSON.stringify(text)).find((json) => json.length <= room) ?? JSON.stringify(ELLIPSIS);
}

/** The start of a text and how much is missing, in at most `limit` characters; never half a surrogate pair. */
function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const roomFor = (left: number) => limit - `${ELLIPSIS} [${left} more characters]`.length;
  let end = Math.max(0, roomFor(text.length));
  if (isHighSurrogate(text.charCodeAt(end - 1))) end--;
  return `${text.slice(0, end)}${ELLIPSIS} [${text.length - end} more characters]`;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
