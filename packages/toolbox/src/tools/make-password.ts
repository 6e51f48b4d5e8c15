import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = '23456789';
const SYMBOLS = '!#$%&*+-=?@_';
const ALPHABETS = { letters: [LETTERS], letters_digits: [LETTERS, DIGITS], all: [LETTERS, DIGITS, SYMBOLS] };

/** Random text without look-alikes (0 O 1 l I o), at least one character of each set. */
export const makePassword = defineTool({
  name: 'make_password',
  description: 'Invents a secret for signing in.',
  parameters: z.strictObject({
    length: z.number().describe('How long.'),
    characters: z.enum(['letters', 'letters_digits', 'all']).default('all'),
  }),
  effect: 'read',
  group: 'random',
  run: ({ length, characters }, { random }) => {
    if (!Number.isInteger(length) || length < 10 || length > 64) {
      throw new Error(`length ${length} refused: a whole number from 10 to 64`);
    }
    const sets = ALPHABETS[characters];
    const required = sets.map((set) => random.pick([...set]));
    const rest = Array.from({ length: length - required.length }, () => random.pick([...sets.join('')]));
    const password = random.shuffle([...required, ...rest]).join('');
    return { password, length, bits: Math.floor(length * Math.log2(sets.join('').length)) };
  },
});
