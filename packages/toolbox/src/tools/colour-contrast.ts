import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
import { readColour } from './read-colour.ts';

/** WCAG 2.1 contrast of text on a background (package colord, plugin a11y). */
export const colourContrast = defineTool({
  name: 'colour_contrast',
  description: 'How readable one colour is on another, by the web accessibility guidelines.',
  parameters: z.strictObject({
    text: z.string().describe('Colour.'),
    background: z.string().describe('Colour.'),
    size: z.enum(['normal', 'large']).default('normal'),
  }),
  effect: 'read',
  group: 'colours',
  run: async ({ text, background, size }) => {
    const foreground = await readColour('text', text);
    const behind = await readColour('background', background);
    const options = { size } as const;
    return {
      ratio: foreground.contrast(behind),
      size,
      passes_aa: foreground.isReadable(behind, { level: 'AA', ...options }),
      passes_aaa: foreground.isReadable(behind, { level: 'AAA', ...options }),
    };
  },
});
