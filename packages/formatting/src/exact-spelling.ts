/** What ujson multiplies the digits after the point by, and how many of them it takes. */
const FRACTIONS = Array.from({ length: 16 }, (_, digits) => Number(`1e-${digits}`));
const LAST_FRACTION = FRACTIONS.length - 1;
/** Powers that the C library rounds otherwise than the nearest double. */
const DOUBTFUL_POWERS: ReadonlySet<number> = new Set([23, 210]);
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/;

/**
 * JSON text of a finite number that `datasets` reads as exactly this number, and any JSON parser too: the shortest text, or
 * one with zeros at its end (0.350000), or with an exponent. Where none is read exactly, the shortest that is read at all.
 *
 * `datasets` (5.2) parses a column of json with pandas' ujson, which adds up a number in doubles: digits before the point, plus
 * those after it times a power of ten, times a power of ten for the exponent. It reads 0.35 as 0.35000000000000003, 0.350000 as
 * 0.35; and refuses digits before the point that are past 64 bits, so that such a whole number gets an exponent. (Observed with pandas 3.1.1 on 300,000 texts:
 * the same in all but those of DOUBTFUL_POWERS.)
 */
export function exactSpelling(value: number): string {
  const shortest = JSON.stringify(value);
  let readable: string | undefined;
  for (const spelling of spellings(shortest)) {
    const read = readByUjson(spelling);
    if (read === value) return spelling;
    if (read !== undefined) readable ??= spelling;
  }
  return readable ?? shortest;
}

/** Texts of the same decimal, the plainest first. */
function* spellings(shortest: string): Generator<string> {
  yield shortest;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(shortest) ?? [];
  if (fraction !== '' && exponent === '0')
    for (let length = fraction.length + 1; length <= LAST_FRACTION; length++)
      yield `${sign}${whole}.${fraction.padEnd(length, '0')}`;
  const digits = (whole + fraction).replace(/^0+/, '').replace(/0+$/, '');
  const zeros = (whole + fraction).replace(/^0+/, '').length - digits.length;
  /** The value is 0.DIGITS times ten to this power. */
  const power = digits.length + zeros + Number(exponent) - fraction.length;
  for (const point of pointPlaces(digits.length)) {
    const before = digits.slice(0, point).padEnd(point, '0') || '0';
    const after = digits.slice(point);
    for (let length = after.length; length <= Math.max(after.length, LAST_FRACTION); length++)
      yield `${sign}${before}${length === 0 ? '' : `.${after.padEnd(length, '0')}`}e${power - point}`;
  }
}

/** After the first digit, as is usual; then wherever 64 bits allow. */
function pointPlaces(digits: number): number[] {
  const others = Array.from({ length: 20 }, (_, place) => place).filter((place) => place !== 1 && place !== digits);
  return [...new Set([1, digits]), ...others].filter((place) => place < 20);
}

/** Undefined where it refuses the text, or where that depends on the C library. */
function readByUjson(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', exponent] = NUMBER.exec(text) ?? [];
  const before = BigInt(whole);
  if (sign ? before > 1n << 63n : before >= 1n << 64n) return undefined;
  if (exponent === undefined && fraction === '') return Number(text);
  if (DOUBTFUL_POWERS.has(Math.abs(Number(exponent ?? 0)))) return undefined;
  let after = 0;
  const taken = fraction.slice(0, LAST_FRACTION);
  for (const digit of taken) after = after * 10 + Number(digit);
  const size = Number(before) + after * (FRACTIONS[taken.length] as number);
  const signed = sign ? -size : size;
  return exponent === undefined ? signed : signed * Number(`1e${exponent}`);
}
