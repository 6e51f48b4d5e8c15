import { isJsonObject, isTooDeep, type JsonObject } from '@imaginarium/contracts';

/** The JSON object that a text is; undefined for any other text, and for one nested deeper than is read anywhere. */
export function jsonObjectOf(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && !isTooDeep(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
