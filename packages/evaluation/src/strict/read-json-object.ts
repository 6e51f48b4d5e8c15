import { firstJsonObject, type JsonObject } from '@imaginarium/contracts';
import { jsonObjectOf } from '../json-object-text.ts';

export interface PlacedObject {
  readonly value: JsonObject;
  /** UTF-16 offset just past the closing brace. */
  readonly end: number;
}

/** The balanced JSON object that begins exactly at an offset; undefined where none does, or where it is not valid JSON. */
export function readJsonObjectAt(text: string, start: number): PlacedObject | undefined {
  if (text[start] !== '{') return undefined;
  const json = firstJsonObject(text.slice(start));
  if (json === undefined) return undefined;
  const value = jsonObjectOf(json);
  return value && { value, end: start + json.length };
}
