import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
import { CALENDAR_FORMAT, readCalendarDate } from './calendar-date.ts';

export const addDays = defineTool({
  name: 'add_days',
  description: 'Date that lies a number of days after or before another.',
  group: 'calendar',
  effect: 'read',
  parameters: z.object({
    date: z.string().describe('Date to count from'),
    days: z.int().min(0).max(100_000).describe('Number of days'),
    direction: z.enum(['later', 'earlier']).default('later'),
  }),
  run: ({ date, days, direction }) => {
    const start = readCalendarDate('date', date);
    const result = start.plus({ days: direction === 'later' ? days : -days });
    return { date: result.toFormat(CALENDAR_FORMAT), weekday: result.toFormat('cccc') };
  },
});
