import { type CalendarDate, datesIn } from './date-notation.ts';
import { numbersIn } from './number-notation.ts';
import { type ClockTime, timesIn } from './time-notation.ts';

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
}

export function readWording(text: string): Wording {
  const dates = datesIn(text);
  const times = timesIn(text);
  const numbers = new Set(numbersIn(text));
  for (const { year, month, day } of dates)
    for (const part of [year, month, day]) if (part !== undefined) numbers.add(part);
  for (const { hour, minute } of times) numbers.add(hour).add(minute);
  const folded = foldText(text);
  return { text, folded, compact: compactText(folded), numbers: [...numbers], dates, times };
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
