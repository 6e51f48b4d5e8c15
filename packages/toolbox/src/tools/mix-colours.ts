import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
import { readColour } from './read-colour.ts';

/** Mixes in CIE LAB, as paint does rather than light (package colord, plugin mix). */
export const mixColours = defineTool({
  name: 'mix_colours',
  description: 'Blends two colours.',
  parameters: z.strictObject({
    first: z.string().describe('Colour.'),
    second: z.string().describe('Colour.'),
    share: z.number().default(0.5).describe('How much of the second.'),
  }),
  effect: 'read',
  group: 'colours',
  run: async ({ first, second, share }) => {
    if (share < 0 || share > 1)
      throw new Error(`share ${share} refused: a fraction from 0 to 1, e.g. 0.25 for a quarter`);
    const mixed = (await readColour('first', first)).mix((await readColour('second', second)).toHex(), share);
    return { mixed: mixed.toHex().slice(1), rgb: mixed.toRgbString(), share };
  },
});
