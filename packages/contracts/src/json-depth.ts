import type { JsonValue } from './json.ts';

/** Arrays and objects inside one another that are still read. Far more than people nest, far fewer than a call stack holds. */
export const MOST_LEVELS = 500;

/**
 * Whether a JSON value is nested deeper than that. Does not recurse: the value may be as deep as it likes.
 *
 * @param most @default MOST_LEVELS
 */
export function isTooDeep(value: JsonValue, most = MOST_LEVELS): boolean {
  let level: JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
