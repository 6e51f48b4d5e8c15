import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
import { readCalendarDate } from './calendar-date.ts';

export const daysBetween = defineTool({
  name: 'days_between',
  description: 'Number of days from one date to another.',
  group: 'calendar',
  effect: 'read',
  parameters: z.object({
    start: z.string().describe('First date'),
    end: z.string().describe('Second date'),
  }),
  run: ({ start, end }) => {
    const from = readCalendarDate('start', start);
    const to = readCalendarDate('end', end);
    if (to < from) throw new Error(`end: ${end} lies before start ${start}`);
    const days = to.diff(from, 'days').days;
    return { days, weeks: Math.floor(days / 7), rest_days: days % 7 };
  },
});
