import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
import { countVowels, loadPronunciations, type Pronunciations, soundsOf } from './pronunciations.ts';

let rhymesByEnding: Map<string, string[]> | undefined;

/** Perfect rhymes by the CMU Pronouncing Dictionary (North American English): same sounds from the last stressed vowel on. */
export const findRhymes = defineTool({
  name: 'find_rhymes',
  description: 'Lists words with the same ending sound as an English word.',
  parameters: z.strictObject({
    word: z.string().describe('Headword.'),
    limit: z.int().min(1).max(25).default(10).describe('How many at most.'),
  }),
  effect: 'read',
  group: 'pronunciation',
  run: async ({ word, limit }) => {
    if (!/^[a-z']+$/.test(word)) throw new Error(`word '${word}' refused: one word in lower-case letters, e.g. orange`);
    const pronunciations = await loadPronunciations();
    const sounds = soundsOf(pronunciations, word);
    if (sounds === undefined) throw new Error(`word '${word}' is not in the dictionary`);
    rhymesByEnding ??= groupByEnding(pronunciations);
    const rhymes = (rhymesByEnding.get(rhymeEnding(sounds)) ?? []).filter((other) => other !== word);
    const syllables = countVowels(sounds);
    const distance = (other: string) => Math.abs(countVowels(pronunciations[other] ?? '') - syllables);
    rhymes.sort((a, b) => distance(a) - distance(b) || a.length - b.length || (a < b ? -1 : 1));
    return { word, sounds, found: rhymes.length, rhymes: rhymes.slice(0, limit) };
  },
});

function groupByEnding(pronunciations: Pronunciations): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [word, sounds] of Object.entries(pronunciations)) {
    if (!/^[a-z]{2,}$/.test(word)) continue;
    const ending = rhymeEnding(sounds);
    const group = groups.get(ending);
    if (group) group.push(word);
    else groups.set(ending, [word]);
  }
  return groups;
}

/** From the last vowel with primary or secondary stress to the end; the whole word where none is stressed. */
function rhymeEnding(sounds: string): string {
  const stress = Math.max(sounds.lastIndexOf('1'), sounds.lastIndexOf('2'));
  return stress < 0 ? sounds : sounds.slice(sounds.lastIndexOf(' ', stress) + 1);
}
