import { defineTool } from '@imaginarium/tools';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { CALENDAR_FORMAT } from './calendar-date.ts';

export const today = defineTool({
  name: 'today',
  description: 'Current date with its weekday and week number (UTC).',
  group: 'calendar',
  effect: 'read',
  parameters: z.object({}),
  run: (_args, { clock }) => {
    const now = DateTime.fromMillis(clock.now(), { zone: 'utc' });
    return { date: now.toFormat(CALENDAR_FORMAT), weekday: now.toFormat('cccc'), week: now.weekNumber };
  },
});
