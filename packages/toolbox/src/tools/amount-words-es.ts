import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
import { spellAmount } from './amount-words.ts';

const LOCALES = { EUR: 'es-ES', MXN: 'es-MX', ARS: 'es-AR' } as const;

export const amountWordsEs = defineTool({
  name: 'amount_words_es',
  description: 'Spells an amount of money out, in Spanish.',
  group: 'amount_words',
  effect: 'read',
  parameters: z.object({
    amount: z.number().min(0).max(999_999.99),
    currency: z.enum(['EUR', 'MXN', 'ARS']).default('EUR'),
  }),
  run: ({ amount, currency }) => spellAmount(amount, LOCALES[currency]),
});
