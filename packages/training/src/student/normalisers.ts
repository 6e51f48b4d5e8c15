import type { JsonValue } from '@imaginarium/contracts';
import { type CalendarDate, dateFromText, monthFromName } from './date-from-text.ts';
import { numberFromText } from './number-from-text.ts';

/** A general way to turn a span of a query into a value. Which one an argument needs is learned from the records. */
export interface Normaliser {
  /** `text`: any span may be copied. Else only spans that the normaliser can read, of at most this many tokens. */
  readonly reads: 'text' | number;
  /** Undefined where the span cannot be read. */
  readonly apply: (span: string) => JsonValue | undefined;
}

const two = (value: number) => String(value).padStart(2, '0');
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WEEKDAY = /^(sun|mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?)(day)?s?$/;

function numeric(change: (value: number) => JsonValue | undefined): Normaliser {
  return {
    reads: 8,
    apply: (span) => {
      const value = numberFromText(span);
      return value === undefined ? undefined : change(value);
    },
  };
}

function dated(write: (date: CalendarDate & { readonly day: number }) => JsonValue): Normaliser {
  return {
    reads: 6,
    apply: (span) => {
      const date = dateFromText(span);
      return date === undefined || date.day === null ? undefined : write({ ...date, day: date.day });
    },
  };
}

function spelled(change: (span: string) => string): Normaliser {
  return { reads: 'text', apply: change };
}

/** In order of preference where several reproduce a value. */
export const normalisers: Readonly<Record<string, Normaliser>> = {
  number: numeric((value) => value),
  'date year-month-day': dated(({ year, month, day }) => `${year}-${two(month)}-${two(day)}`),
  'date year/month/day': dated(({ year, month, day }) => `${year}/${two(month)}/${two(day)}`),
  'date day.month.year': dated(({ year, month, day }) => `${two(day)}.${two(month)}.${year}`),
  'date day/month/year': dated(({ year, month, day }) => `${two(day)}/${two(month)}/${year}`),
  'date month/day/year': dated(({ year, month, day }) => `${two(month)}/${two(day)}/${year}`),
  'date yearmonthday': dated(({ year, month, day }) => `${year}${two(month)}${two(day)}`),
  'year-month': {
    reads: 4,
    apply: (span) => {
      const date = dateFromText(span);
      return date === undefined ? undefined : `${date.year}-${two(date.month)}`;
    },
  },
  text: spelled((span) => span),
  lower: spelled((span) => span.toLowerCase()),
  upper: spelled((span) => span.toUpperCase()),
  capitalised: spelled((span) => span.charAt(0).toUpperCase() + span.slice(1).toLowerCase()),
  underscored: spelled((span) => span.toLowerCase().replace(/[\s-]+/g, '_')),
  hyphenated: spelled((span) => span.toLowerCase().replace(/[\s_]+/g, '-')),
  'without spaces': spelled((span) => span.replace(/\s+/g, '')),
  'letters and digits': spelled((span) => span.replace(/[^\p{L}\p{N}]+/gu, '')),
  'lower letters and digits': spelled((span) => span.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')),
  'comma list': spelled((span) => span.split(/\s*,\s*(?:and\s+)?|\s+and\s+/).join(',')),
  'number as text': numeric((value) => String(value)),
  hundredth: numeric((value) => Number((value / 100).toPrecision(12))),
  hundredfold: numeric((value) => Number((value * 100).toPrecision(12))),
  'month number': { reads: 1, apply: (span) => monthFromName(span.toLowerCase()) },
  'weekday number': {
    reads: 1,
    apply: (span) => {
      const day = span.toLowerCase();
      return WEEKDAY.test(day) ? WEEKDAYS.indexOf(day.slice(0, 3)) : undefined;
    },
  },
  'first three letters': { reads: 1, apply: (span) => (span.length > 3 ? span.slice(0, 3).toLowerCase() : undefined) },
  'first two letters': { reads: 1, apply: (span) => (span.length > 2 ? span.slice(0, 2).toUpperCase() : undefined) },
};
