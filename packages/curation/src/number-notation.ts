import { spelledNumbers } from './spelled-number.ts';

/** A number as a text states it: one place may be read in several ways (`1,234` is 1234 or 1.234). */
export interface StatedNumber {
  readonly readings: readonly number[];
  /** UTF-16 offsets into the text, end exclusive. */
  readonly start: number;
  readonly end: number;
}

const DIGITS =
  /(?<sign>(?<=^|[\s(=:,[{"'])(?:[-−+]|minus\s|negative\s)\s?)?(?:(?<=[A-Z]{3})|(?<![\p{L}\d_]|\d[.,]))[$€£¥₹₩]?\s?(?<run>(?:\.\d+|\d+(?:[.,'’\u00a0\u202f ]\d+)*)(?:e[+-]?\d{1,3}(?![\p{L}\d]))?)(?<scale>\s?%|\s?(?:percent|per\scent)\b|\s?(?:k|m|bn)\b|[\s-](?:hundred|thousand|million|billion|trillion|dozen)\b)?/giu;

const SCALES: Readonly<Record<string, number>> = {
  '%': 0.01,
  percent: 0.01,
  'per cent': 0.01,
  k: 1e3,
  m: 1e6,
  bn: 1e9,
  dozen: 12,
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};

/** Numbers written in digits: any thousands separator and decimal mark, signs, percentages, `5k`, `3 million`. */
export function digitNumbers(text: string): StatedNumber[] {
  const stated: StatedNumber[] = [];
  for (const match of text.matchAll(DIGITS)) {
    const { sign, run, scale } = match.groups ?? {};
    const factor = scale === undefined ? 1 : (SCALES[scale.trim().replace('-', '').toLowerCase()] ?? 1);
    const isNegative = sign !== undefined && !sign.startsWith('+');
    const { whole, parts } = readRun(run as string);
    // A sign belongs to the first number of a list, a scale to the last. `5 thousand` is not 5; `5 m` may be metres.
    const signed = [...whole, ...parts.slice(0, 1)].map((value) => (isNegative ? -value : value));
    const scaled = [...signed.slice(0, whole.length), ...(parts.length > 1 ? parts.slice(-1) : signed)];
    const bare =
      factor >= 12 && !/^[km]$/i.test((scale as string).trim()) ? parts.slice(0, -1) : [...signed, ...parts.slice(1)];
    const readings = [...bare, ...(factor === 1 ? [] : scaled.map((value) => value * factor))];
    // A colour as `#46e893` reads as a power past all numbers.
    if (!readings.every(Number.isFinite)) continue;
    const [start, end] = [match.index + match[0].search(/\S/), match.index + match[0].length];
    stated.push({ readings: withDirection(readings, text, start, end), start, end });
  }
  return stated;
}

/**
 * Every number that the text can be read to state, in digits or words, `3 days ago` counted as 3 and as -3.
 * A generous reading: it answers "could this value come from this text", not "what does this text mean".
 */
export function numbersIn(text: string): number[] {
  const spelled = spelledNumbers(text).flatMap(({ readings, start, end }) => withDirection(readings, text, start, end));
  return [...new Set([...digitNumbers(text).flatMap(({ readings }) => readings), ...spelled])];
}

export function isSameNumber(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left), Math.abs(right));
}

/** The readings of a run of digits and separators as one number, and the numbers that it lists if it is a list. */
function readRun(run: string): { readonly whole: number[]; readonly parts: number[] } {
  if (/e/i.test(run)) return { whole: [Number(run)], parts: [] };
  const whole = new Set<number>();
  const isGrouped = /^\d{1,3}(?:([,'’\u00a0\u202f ])\d{3})(?:\1\d{3})*(?:\.\d+)?$|^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/;
  if (isGrouped.test(run)) whole.add(Number(run.replace(/[^\d.]/g, '')));
  if (/^\d{1,3}(?:([.'’\u00a0\u202f ])\d{3})(?:\1\d{3})*(?:,\d+)?$/.test(run))
    whole.add(Number(run.replace(/[^\d,]/g, '').replace(',', '.')));
  if (/^\d+,\d+$/.test(run)) whole.add(Number(run.replace(',', '.')));
  if (/^\d*\.?\d+$/.test(run)) whole.add(Number(run));
  const isList = /[, ]/.test(run) && (run.includes(' ') || !isGrouped.test(run));
  const parts = isList ? run.split(/[, ]/).filter((part) => /^\d*\.?\d+$/.test(part)) : [];
  return { whole: [...whole], parts: parts.map(Number) };
}

function withDirection(readings: readonly number[], text: string, start: number, end: number): number[] {
  const isBackwards =
    /^(?:st|nd|rd|th)?(?:\s[\p{L}°]+){0,2}\s(?:ago|before|earlier|prior|back|below)\b/iu.test(
      text.slice(end, end + 40),
    ) ||
    /\b(?:minus|negative|subtract|subtracting|back|below|past|last|previous)\s(?:the\s)?$/iu.test(
      text.slice(Math.max(0, start - 24), start),
    );
  return isBackwards ? [...readings, ...readings.filter((value) => value > 0).map((value) => -value)] : [...readings];
}
