import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
import { spellAmount } from './amount-words.ts';

const LOCALES = { USD: 'en-US', GBP: 'en-GB', INR: 'en-IN' } as const;

export const amountWordsEn = defineTool({
  name: 'amount_words_en',
  description: 'Spells an amount of money out, in English.',
  group: 'amount_words',
  effect: 'read',
  parameters: z.object({
    amount: z.number().min(0).max(999_999.99),
    currency: z.enum(['USD', 'GBP', 'INR']).default('USD'),
  }),
  run: ({ amount, currency }) => spellAmount(amount, LOCALES[currency]),
});
