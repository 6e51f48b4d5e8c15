import { defineTool } from '@imaginarium/tools';
import { DateTime } from 'luxon';
import { z } from 'zod';

export const timeZoneAt = defineTool({
  name: 'time_zone_at',
  description: 'Time zone in force at a point on Earth.',
  group: 'geography',
  effect: 'read',
  parameters: z.object({
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
  }),
  run: async ({ lat, lon }, { clock }) => {
    const { default: findTimeZone } = await import('@photostructure/tz-lookup');
    const zone = findTimeZone(lat, lon);
    return { time_zone: zone, utc_offset: DateTime.fromMillis(clock.now(), { zone }).toFormat('ZZ') };
  },
});
