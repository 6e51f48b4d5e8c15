import type { JsonObject } from '@imaginarium/contracts';
import type { ArgumentShape } from './argument-words.ts';
import { isMoment, isOpaque, isSearchText } from './argument-words.ts';
import { areEqualNumbers, normaliseNumber } from './normalise-number.ts';
import { normaliseText, searchTerms } from './normalise-text.ts';
import { areEqualMoments, readMoment } from './read-moment.ts';

export type Scalar = string | number | boolean;

const ISO_MOMENT = /^\d[\dTZ:.+-]*$/i;

/**
 * Whether two scalars say the same under one plain schema (`variantsOf`): where it allows more than one notation of a
 * value, the notation does not count; where it does not (a choice, a pattern, an identifier), every character does.
 */
export function areEqualScalars(gold: Scalar, actual: Scalar, shape: ArgumentShape): boolean {
  if (gold === actual) return true;
  if (typeof gold === 'boolean' || typeof actual === 'boolean' || shape.schema.type === 'boolean') {
    const read = readBoolean(gold);
    return read !== undefined && read === readBoolean(actual);
  }
  return (
    areEqualAsNumbers(gold, actual, shape) ??
    (typeof gold === 'string' && typeof actual === 'string' && areEqualTexts(gold, actual, shape))
  );
}

/** Undefined where the schema does not let the two be compared as numbers, or one is none. */
function areEqualAsNumbers(gold: string | number, actual: string | number, shape: ArgumentShape): boolean | undefined {
  const { type } = shape.schema;
  const isNumeric = type === 'number' || type === 'integer';
  if (!isNumeric) {
    const isWritten = typeof gold === 'number' || typeof actual === 'number';
    if (isOpaque(shape, String(gold))) return isWritten ? String(gold) === String(actual) : undefined;
    if (!isWritten && !isShownNumeric(shape.schema)) return undefined;
  }
  const [left, right] = [normaliseNumber(gold, isNumeric), normaliseNumber(actual, isNumeric)];
  return left === undefined || right === undefined ? undefined : areEqualNumbers(left, right);
}

/** Many sources type a number as text and show by its example that it is one. */
function isShownNumeric({ default: standard, examples }: JsonObject): boolean {
  return [standard, ...(Array.isArray(examples) ? examples : [])].some(
    (example) => example !== undefined && normaliseNumber(example, false) !== undefined,
  );
}

function areEqualTexts(gold: string, actual: string, shape: ArgumentShape): boolean {
  if (isOpaque(shape, gold)) return false;
  const named = isMoment(shape);
  const [goldMoment, actualMoment] = [readMoment(gold, named), readMoment(actual, named)];
  if (goldMoment && actualMoment) {
    // A format is a demand: a tool that states it need not read other notations.
    const isDemanded = shape.schema.format !== undefined && ISO_MOMENT.test(gold);
    return (!isDemanded || ISO_MOMENT.test(actual)) && areEqualMoments(goldMoment, actualMoment);
  }
  if (normaliseText(gold) === normaliseText(actual)) return true;
  return isSearchText(shape) && searchTerms(gold) === searchTerms(actual);
}

function readBoolean(value: Scalar): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}
