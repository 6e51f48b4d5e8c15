import { isJsonObject, type Observation } from '@imaginarium/contracts';
import { areEqualNumbers, normaliseNumber } from '../strict/normalise-number.ts';

/**
 * Whether two observations say the same: as JSON, order of keys aside and numbers but for what floating point loses; as
 * text, outer white space aside, where they are not JSON. Shortened ones must have been equally long as well.
 */
export function areSameObservations(left: Observation, right: Observation): boolean {
  if (left.status !== right.status || left.fullLength !== right.fullLength) return false;
  if (left.content.trim() === right.content.trim()) return true;
  const [a, b] = [parse(left.content), parse(right.content)];
  return a !== undefined && b !== undefined && areSame(a.value, b.value);
}

function areSame(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number')
    return areEqualNumbers(normaliseNumber(left, false) ?? '', normaliseNumber(right, false) ?? '');
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((value, index) => areSame(value, right[index]));
  if (isJsonObject(left) && isJsonObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && areSame(left[key], right[key]))
    );
  }
  return left === right;
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
