import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
import { countVowels, loadPronunciations, soundsOf } from './pronunciations.ts';

/** Syllables and stress by the CMU Pronouncing Dictionary, whose own file has its headwords in capitals. */
export const countSyllables = defineTool({
  name: 'count_syllables',
  description: 'Number of spoken beats of an English word, with its sounds and stress.',
  parameters: z.strictObject({ headword: z.string().describe('Dictionary headword.') }),
  effect: 'read',
  group: 'pronunciation',
  run: async ({ headword }) => {
    if (!/^[A-Z']+$/.test(headword)) {
      throw new Error(`headword '${headword}' refused: headwords are single words in CAPITALS, e.g. ORANGE`);
    }
    const sounds = soundsOf(await loadPronunciations(), headword.toLowerCase());
    if (sounds === undefined) throw new Error(`headword '${headword}' is not in the dictionary`);
    const stresses = sounds.replaceAll(/\D/g, '');
    return { headword, syllables: countVowels(sounds), stressed_syllable: stresses.indexOf('1') + 1, sounds };
  },
});
