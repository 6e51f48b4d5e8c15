import { type CalendarPart, looseParts } from './calendar-parts.ts';
import { type CalendarDate, statedDates } from './date-notation.ts';
import { numbersIn } from './number-notation.ts';
import { type ClockTime, statedTimes } from './time-notation.ts';

/** A text with everything that values are compared against, read once. */
export interface Wording {
  readonly text: string;
  /** Lower case, without accents, operators in one spelling. */
  readonly folded: string;
  /** The folded letters and digits alone: what is not in here is not in the text. */
  readonly compact: string;
  /** Every number that the text can be read to state, dates' and times' parts among them. */
  readonly numbers: readonly number[];
  readonly dates: readonly CalendarDate[];
  readonly times: readonly ClockTime[];
  /** Parts of dates and times outside of whole ones. */
  readonly parts: readonly CalendarPart[];
}

export function readWording(text: string): Wording {
  const stated = { dates: statedDates(text), times: statedTimes(text) };
  const dates = stated.dates.flatMap(({ readings }) => readings);
  const times = stated.times.map(({ time }) => time);
  const parts = looseParts(blank(text, [...stated.dates, ...stated.times]));
  const numbers = new Set(numbersIn(text));
  for (const { year, month, day } of dates)
    for (const part of [year, month, day]) if (part !== undefined) numbers.add(part);
  for (const { hour, minute } of times) numbers.add(hour).add(minute);
  const folded = foldText(text);
  return { text, folded, compact: compactText(folded), numbers: [...numbers], dates, times, parts };
}

/** The text with spaces where the spans stood. */
export function blank(text: string, spans: readonly { readonly start: number; readonly end: number }[]): string {
  return spans.reduce((left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end), text);
}

/** The letters and digits of a folded text. */
export function compactText(folded: string): string {
  return folded.replace(/[^\p{L}\p{N}]/gu, '');
}

/** One spelling for what means the same: case, accents, width, dashes, quotes, mathematical operators. */
export function foldText(text: string): string {
  return text
    .replace(/²/g, '^2')
    .replace(/³/g, '^3')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[‘’‚`´]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[×·⋅∙]|(?<=\d\s?)x(?=\s?\d)/g, '*')
    .replace(/[÷⁄]/g, '/')
    .replace(/\*\*/g, '^');
}
