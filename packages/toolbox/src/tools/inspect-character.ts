import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** Official character names (package unicode-name). */
export const inspectCharacter = defineTool({
  name: 'inspect_character',
  description: 'Official name of a character of the Unicode standard, with its encodings.',
  parameters: z.strictObject({ codepoint: z.string().describe('Character.') }),
  effect: 'read',
  group: 'characters',
  run: async ({ codepoint }) => {
    if (!/^U\+[0-9A-F]{4,6}$/.test(codepoint)) {
      throw new Error(
        `codepoint '${codepoint}' refused: write U+ and four to six capital hexadecimal digits, e.g. U+00E9`,
      );
    }
    const number = Number.parseInt(codepoint.slice(2), 16);
    if (number > 0x10ffff) throw new Error(`codepoint '${codepoint}' refused: the last one is U+10FFFF`);
    const { unicodeName } = await import('unicode-name');
    const character = String.fromCodePoint(number);
    const name = unicodeName(character);
    if (!name) throw new Error(`codepoint '${codepoint}' has no name of its own`);
    return { codepoint, character, name, decimal: number, utf8: Buffer.from(character).toString('hex') };
  },
});
