import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

const BASES = {
  binary: { prefix: '0b', digits: /^[01]+$/, radix: 2 },
  octal: { prefix: '0o', digits: /^[0-7]+$/, radix: 8 },
  decimal: { prefix: '', digits: /^\d+$/, radix: 10 },
  hexadecimal: { prefix: '0x', digits: /^[0-9a-f]+$/, radix: 16 },
} as const;

const base = z.enum(['binary', 'octal', 'decimal', 'hexadecimal']);

/** Whole numbers of any size between number systems. */
export const convertBase = defineTool({
  name: 'convert_base',
  description: 'Rewrites a whole number in another number system.',
  parameters: z.strictObject({ digits: z.string().describe('The number.'), from: base, to: base }),
  effect: 'read',
  run: ({ digits, from, to }) => {
    const source = BASES[from];
    if (digits.length > 256) throw new Error('digits refused: at most 256 of them');
    if (!source.digits.test(digits)) {
      throw new Error(
        `digits '${digits}' refused: ${from} digits only, lower case, without sign, prefix or separators`,
      );
    }
    return { from, to, result: BigInt(`${source.prefix}${digits}`).toString(BASES[to].radix) };
  },
});
