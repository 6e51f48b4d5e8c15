import { defineTool } from '@imaginarium/tools';
import type Holidays from 'date-holidays';
import { z } from 'zod';
import { readCountryCode } from './country-code.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;

export const publicHolidays = defineTool({
  name: 'public_holidays',
  description: 'Public holidays of a country in a year, or in one month of it.',
  group: 'calendar',
  effect: 'read',
  parameters: z.object({
    country: z.string(),
    year: z.int().min(1970).max(2100),
    month: z.enum(MONTHS).optional(),
  }),
  run: async ({ country, year, month }) => {
    const code = readCountryCode('country', country);
    const calendar = await calendarOf(code);
    const holidays = calendar
      .getHolidays(year, 'en')
      .filter(({ type }) => type === 'public')
      .map(({ date, name }) => ({ date: date.slice(0, 10), name }))
      .filter(({ date }) => month === undefined || Number(date.slice(5, 7)) === MONTHS.indexOf(month) + 1);
    return { country: code, year, count: holidays.length, holidays: holidays.slice(0, 20) };
  },
});

const calendars = new Map<string, Holidays>();

/** Reading a country's rules takes far longer than applying them. */
async function calendarOf(code: string): Promise<Holidays> {
  const { default: Holidays } = await import('date-holidays');
  const known = calendars.get(code);
  if (known) return known;
  const calendar = new Holidays(code);
  if (!(code in calendar.getCountries())) throw new Error(`country: there is no calendar of ${code}`);
  calendars.set(code, calendar);
  return calendar;
}
