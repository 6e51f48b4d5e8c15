import type { JsonObject } from '@imaginarium/contracts';
import { defineTool } from '@imaginarium/tools';
import { getTimes } from 'suncalc';
import { z } from 'zod';
import { readSkyDate } from './sky-date.ts';

export const sunTimes = defineTool({
  name: 'sun_times',
  description: 'When the sun rises and sets at a point on a day (UTC).',
  group: 'sky',
  effect: 'read',
  parameters: z.object({
    date: z.string().describe('Day'),
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
  }),
  run: ({ date, lat, lon }): JsonObject => {
    const times = getTimes(readSkyDate(date), lat, lon);
    const { sunrise, sunset } = times;
    if (!sunrise || !sunset) return { polar: times.alwaysUp ? 'the sun does not set' : 'the sun does not rise' };
    return { sunrise: clockTime(sunrise), sunset: clockTime(sunset), zone: 'UTC' };
  },
});

function clockTime(at: Date): string {
  return at.toISOString().slice(11, 16);
}
