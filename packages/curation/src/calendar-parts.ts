import type { CalendarDate } from './date-notation.ts';
import { digitNumbers } from './number-notation.ts';
import { spelledNumbers } from './spelled-number.ts';

export type CalendarPartName = 'year' | 'month' | 'day' | 'hour';

/** A part of a date or time that stands by itself: `2028`, `year 2028`, `the 5th`, `day five`, `month 7`, `hour 15`. */
export interface CalendarPart {
  readonly part: CalendarPartName;
  readonly value: number;
  /** UTF-16 offsets into the text, end exclusive. */
  readonly start: number;
  readonly end: number;
}

const LABEL = /(?<!\p{L})(?<part>year|month|day|hour)\s(?:of\s|number\s)?$/iu;
const ORDINAL = /(?:\d(?:st|nd|rd|th)|(?<!\p{L})(?:first|second|third)|(?<!\bmon)th)$/iu;
/** A whole number of four digits that nobody would write with a separator or a unit: 1800 to 2199. */
const BARE_YEAR = /^(?:1[89]|2[01])\d{2}$/;

/**
 * The parts of dates and times that a text states outside its whole dates and times, as far as notation tells: a number
 * with the part's name, an ordinal (a day, or a month before the word), a bare year.
 *
 * @param text whole dates and times blanked out
 */
export function looseParts(text: string): CalendarPart[] {
  return [...digitNumbers(text), ...spelledNumbers(text)].flatMap(({ readings, start, end: numberEnd }) => {
    const end = numberEnd + (/^(?:st|nd|rd|th)(?!\p{L})/iu.exec(text.slice(numberEnd))?.[0].length ?? 0);
    const [value = Number.NaN] = readings;
    const written = text.slice(start, end);
    if (!Number.isInteger(value) || value < 0) return [];
    const part = partOf(written.trim(), text.slice(Math.max(0, start - 16), start), text.slice(end, end + 8));
    return part === undefined ? [] : [{ part, value, start, end }];
  });
}

function partOf(written: string, before: string, after: string): CalendarPartName | undefined {
  const label = LABEL.exec(before)?.groups?.part?.toLowerCase();
  if (label !== undefined) return label as CalendarPartName;
  if (ORDINAL.test(written)) return /^\smonth(?!\p{L})/iu.test(after) ? 'month' : 'day';
  return BARE_YEAR.test(written) && !/^[\p{L}\p{Sc}%]|^[.,:/-]\d|^\s?\p{Sc}/u.test(after) ? 'year' : undefined;
}

/** Whether all that a date says is said by one stated date, filled up with parts that stand by themselves. */
export function isDateCovered(
  value: CalendarDate,
  { dates, parts }: { readonly dates: readonly CalendarDate[]; readonly parts: readonly CalendarPart[] },
): boolean {
  const isLoose = (name: CalendarPartName, wanted: number) =>
    parts.some(({ part, value: stated }) => part === name && stated === wanted);
  return [...dates, {} as Partial<CalendarDate>].some((stated) =>
    (['year', 'month', 'day'] as const).every((name) => {
      const wanted = value[name];
      return wanted === undefined || wanted === stated[name] || (stated[name] === undefined && isLoose(name, wanted));
    }),
  );
}
