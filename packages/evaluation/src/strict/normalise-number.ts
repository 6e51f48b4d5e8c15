import type { JsonValue } from '@imaginarium/contracts';

const PLAIN = /^[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d{1,3})?$/i;
/** Also `007`, `.5`, `1,234.5`, `1 234` and `1_234`: groups of three, as people write numbers. */
const LOOSE =
  /^[-+]?(?:\d{1,3}(?:(?<group>[, \u00a0\u202f_'])\d{3})(?:\k<group>\d{3})*|\d*)(?:\.\d+)?(?:e[-+]?\d{1,3})?$/i;

/**
 * A number in one notation: `1`, `1.0`, `+1`, `1e0` and `"1"` are all `1`. Digits are kept as text, so that long
 * identifiers stay apart. Undefined for what is not a number.
 *
 * @param isLoose whether the schema says that it is one: leading zeros and separators between groups of three then do not
 * count. Otherwise they do (a postal code, a telephone number).
 */
export function normaliseNumber(value: JsonValue, isLoose: boolean): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value).trim().replace(/^−/, '-');
  if (!(isLoose ? LOOSE : PLAIN).test(text) || !/\d/.test(text)) return undefined;
  const bare = text.replace(/[, \u00a0\u202f_']/g, '').replace(/^\+/, '');
  if (Number.isNaN(Number(bare))) return undefined;
  return plain(/e/i.test(bare) ? String(Number(bare)) : bare);
}

function plain(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  if (whole === '' && fraction === '') return /^-?[0.]+$/.test(text) ? '0' : text;
  return `${sign}${whole || '0'}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Whether two normalised numbers are one, but for what binary floating point loses. */
export function areEqualNumbers(left: string, right: string): boolean {
  if (left === right) return true;
  const [a, b] = [Number(left), Number(right)];
  const isFractional = !Number.isInteger(a) || !Number.isInteger(b);
  return isFractional && Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
