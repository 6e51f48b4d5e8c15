import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** ISO 4217 currencies (package currency-codes). */
export const currencyInfo = defineTool({
  name: 'currency_info',
  description: 'Name, codes, minor unit and places of use of a currency.',
  parameters: z.strictObject({ code: z.string().describe('Currency.') }),
  effect: 'read',
  group: 'money',
  run: async ({ code }) => {
    const { default: currencies } = await import('currency-codes');
    if (!/^([A-Z]{3}|\d{3})$/.test(code)) {
      throw new Error(`code '${code}' refused: three capital letters (NOK) or three digits with leading zeros (036)`);
    }
    const found = /\d/.test(code) ? currencies.number(code) : currencies.code(code);
    if (!found) throw new Error(`code '${code}' is not assigned in ISO 4217`);
    return {
      name: found.currency.trim(),
      alphabetic_code: found.code,
      numeric_code: found.number,
      decimals: found.digits,
      used_in: found.countries,
    };
  },
});
