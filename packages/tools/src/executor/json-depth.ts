import type { JsonValue } from '@imaginarium/contracts';

/** Arrays and objects inside one another that are still read. Far more than people nest, far fewer than a call stack holds. */
export const MOST_LEVELS = 500;

/** Whether a JSON value is nested more than `MOST_LEVELS` deep. Does not recurse: the value may be as deep as it likes. */
export function isTooDeep(value: JsonValue): boolean {
  let level: JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
