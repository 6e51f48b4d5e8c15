import { messageOf } from '@imaginarium/contracts';
import { defineTool } from '@imaginarium/tools';
import { CronExpressionParser } from 'cron-parser';
import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';

export const nextCronRun = defineTool({
  name: 'next_cron_run',
  description: 'Next time a schedule fires.',
  group: 'schedule',
  effect: 'read',
  parameters: z.object({
    schedule: z.string().describe('Schedule expression'),
    time_zone: z.string().default('UTC').describe('Zone the schedule is kept in'),
  }),
  run: ({ schedule, time_zone: zone }, { clock }) => {
    const fields = schedule.trim().split(/\s+/);
    if (fields.length !== 5) {
      throw new Error(
        `schedule: 5 fields wanted (minute hour day-of-month month day-of-week), got ${fields.length} in "${schedule}"`,
      );
    }
    if (!IANAZone.isValidZone(zone) || !(zone.includes('/') || zone === 'UTC')) {
      throw new Error(`time_zone: "${zone}" is not a zone name of the form Area/City`);
    }
    try {
      const next = CronExpressionParser.parse(schedule, { currentDate: new Date(clock.now()), tz: zone }).next();
      const at = DateTime.fromMillis(next.getTime(), { zone });
      return { next_run: at.toFormat('yyyy-MM-dd HH:mm'), weekday: at.toFormat('cccc'), time_zone: zone };
    } catch (thrown) {
      throw new Error(`schedule: ${messageOf(thrown)}`);
    }
  },
});
