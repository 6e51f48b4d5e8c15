import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** Payment card networks by leading digits (package card-validator). Whole numbers are refused on purpose. */
export const cardBrand = defineTool({
  name: 'card_brand',
  description: 'Payment network that a card belongs to.',
  parameters: z.strictObject({ digits: z.string().describe('Card digits.') }),
  effect: 'read',
  group: 'money',
  run: async ({ digits }) => {
    const { default: validator } = await import('card-validator');
    if (!/^\d{6,8}$/.test(digits)) {
      throw new Error(
        'digits refused: send the first six to eight digits, no spaces; a whole card number is never accepted',
      );
    }
    const { card } = validator.number(digits);
    if (!card) throw new Error(`no single network issues cards that start with ${digits}`);
    return {
      digits,
      network: card.niceType,
      number_lengths: card.lengths,
      security_code: `${card.code.name}, ${card.code.size} digits`,
    };
  },
});
