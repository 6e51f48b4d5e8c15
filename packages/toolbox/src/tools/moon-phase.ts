import { defineTool } from '@imaginarium/tools';
import { getMoonIllumination } from 'suncalc';
import { z } from 'zod';
import { readSkyDate } from './sky-date.ts';

const PHASES = [
  'new moon',
  'waxing crescent',
  'first quarter',
  'waxing gibbous',
  'full moon',
  'waning gibbous',
  'last quarter',
  'waning crescent',
] as const;

export const moonPhase = defineTool({
  name: 'moon_phase',
  description: 'How the moon looks on a day.',
  group: 'sky',
  effect: 'read',
  parameters: z.object({ date: z.string().describe('Day') }),
  run: ({ date }) => {
    const { fraction, phase } = getMoonIllumination(readSkyDate(date));
    return { phase: PHASES[Math.round(phase * 8) % 8] ?? 'new moon', lit_percent: Math.round(fraction * 100) };
  },
});
