import {
  fromPointerPart,
  ImaginariumError,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  toPointerPart,
} from '@imaginarium/contracts';
import { LineCounter, parseDocument } from 'yaml';

/** A parsed OpenAPI description with every file it refers to. In all documents each `$ref` is absolute: `address#pointer`. */
export interface Description {
  /** Absolute URL of the root document, without fragment. */
  readonly base: string;
  readonly root: JsonObject;
  readonly documents: ReadonlyMap<string, JsonValue>;
  /** Texts by address, to name lines in errors. */
  readonly texts: ReadonlyMap<string, string>;
}

/** A value of a description and where it stands: `address#pointer`. */
export interface Located {
  readonly value: JsonValue | undefined;
  readonly at: string;
}

const MOST_HOPS = 50;

export function rootOf(description: Description): Located {
  return { value: description.root, at: `${description.base}#` };
}

/** The member `key` of a located object or array; its value is undefined when there is none. */
export function memberOf(parent: Located, key: string | number): Located {
  const { value } = parent;
  const member = Array.isArray(value) ? value[Number(key)] : isJsonObject(value) ? ownMember(value, key) : undefined;
  return { value: member, at: `${parent.at}/${toPointerPart(String(key))}` };
}

/** Follows `$ref` until there is none. @throws ImaginariumError `input/openapi` when a reference leads nowhere or in a circle */
export function resolve(description: Description, located: Located): Located {
  let current = located;
  for (let hops = 0; isJsonObject(current.value) && typeof current.value.$ref === 'string'; hops++) {
    if (hops === MOST_HOPS) throw malformed(description, located.at, 'the reference leads in a circle');
    current = target(description, current.value.$ref, current.at);
  }
  return current;
}

/** What an absolute reference points at. @throws ImaginariumError `input/openapi` when that is nothing */
export function target(description: Description, reference: string, from: string): Located {
  const [address = '', pointer = ''] = reference.split('#', 2);
  if (!/^(\/|$)/.test(pointer)) throw malformed(description, from, `the reference ${reference} is no JSON pointer`);
  let located: Located = { value: description.documents.get(address), at: `${address}#` };
  for (const token of pointer.split('/').slice(1)) located = memberOf(located, unescapePointer(token));
  if (located.value === undefined) throw malformed(description, from, `the reference ${reference} leads nowhere`);
  return located;
}

/** The error for a description that cannot be read: what, where (JSON pointer, and the line where it is known), hint. */
export function malformed(description: Description, at: string, what: string, hint?: string): ImaginariumError {
  const [address = '', pointer = ''] = at.split('#', 2);
  const line = lineOf(description.texts.get(address), pointer.split('/').slice(1).map(unescapePointer));
  const where = `${address}${line === undefined ? '' : `:${line}`} at ${pointer || '/'}`;
  return new ImaginariumError({
    code: 'input/openapi',
    message: `${what} (${where})`,
    hint: hint ?? 'Check the description with an OpenAPI validator, correct that place and import it again.',
  });
}

function lineOf(text: string | undefined, path: readonly string[]): number | undefined {
  if (text === undefined) return undefined;
  const lines = new LineCounter();
  const node = parseDocument(text, { lineCounter: lines }).getIn(path.map(asKey), true);
  const range = isRanged(node) ? node.range : undefined;
  return range ? lines.linePos(range[0]).line : undefined;
}

function isRanged(node: unknown): node is { range: readonly [number, ...number[]] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function asKey(token: string): string | number {
  return /^\d+$/.test(token) ? Number(token) : token;
}

function ownMember(value: JsonObject, key: string | number): JsonValue | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function unescapePointer(token: string): string {
  const decoded = /%[0-9a-f]{2}/i.test(token) ? safelyDecoded(token) : token;
  return fromPointerPart(decoded);
}

function safelyDecoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
