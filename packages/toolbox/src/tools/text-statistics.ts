import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

const MEASURES = {
  characters: (text: string) => [...text].length,
  letters: (text: string) => text.match(/\p{L}/gu)?.length ?? 0,
  vowels: (text: string) => text.match(/[aeiou]/gi)?.length ?? 0,
  words: (text: string) => text.match(/[\p{L}\p{N}]+(['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0,
  sentences: (text: string) => text.match(/[^.!?]*[^.!?\s][^.!?]*[.!?]*/g)?.length ?? 0,
} as const satisfies Record<string, (text: string) => number>;

type Measure = keyof typeof MEASURES;

function isMeasure(name: string): name is Measure {
  return Object.hasOwn(MEASURES, name);
}

/** Counts of a text. Characters are Unicode code points; a hyphenated word is one word. */
export const textStatistics = defineTool({
  name: 'text_statistics',
  description: 'Counts what a text is made of.',
  parameters: z.strictObject({ text: z.string(), measures: z.string().describe('What to count.') }),
  effect: 'read',
  run: ({ text, measures }) => {
    const names = measures.split(',');
    const unknown = names.find((name) => !isMeasure(name));
    if (unknown !== undefined) {
      throw new Error(
        `measures: '${unknown}' is none of ${Object.keys(MEASURES).join(', ')}; join several by commas without spaces`,
      );
    }
    return Object.fromEntries(names.filter(isMeasure).map((name) => [name, MEASURES[name](text)]));
  },
});
