import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';

/** A name as a part of a JSON pointer (RFC 6901), and back. */
export const toPointerPart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
export const fromPointerPart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** What a local reference (`#/…`) of a JSON Schema leads to, from object to object; undefined where it leads nowhere. */
export function followReference(reference: string, root: JsonObject): JsonValue | undefined {
  if (!reference.startsWith('#')) return undefined;
  let at: JsonValue | undefined = root;
  for (const part of reference.slice(1).split('/').slice(1))
    at = isJsonObject(at) ? at[fromPointerPart(decodeURIComponent(part))] : undefined;
  return at;
}
