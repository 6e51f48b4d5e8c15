import type { JsonObject } from '@imaginarium/contracts';
import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** Bank account numbers: structure and check digits by country (package ibantools). */
export const checkIban = defineTool({
  name: 'check_iban',
  description: 'Tells whether an international bank account number is valid and splits it.',
  parameters: z.strictObject({ iban: z.string().describe('Account number.') }),
  effect: 'read',
  group: 'identifiers',
  run: async ({ iban }): Promise<JsonObject> => {
    const { ValidationErrorsIBAN, extractIBAN, isSEPACountry, validateIBAN } = await import('ibantools');
    if (!/^[A-Z0-9]+$/.test(iban)) {
      throw new Error(`iban '${iban}' refused: electronic format only, capitals and digits without spaces`);
    }
    const { valid, errorCodes } = validateIBAN(iban);
    if (!valid) return { iban, valid, problems: errorCodes.map((code) => ValidationErrorsIBAN[code] ?? 'unknown') };
    const { countryCode = '', bankIdentifier = null, accountNumber = null } = extractIBAN(iban);
    return {
      iban,
      valid,
      country: countryCode,
      bank: bankIdentifier,
      account: accountNumber,
      sepa: isSEPACountry(countryCode),
    };
  },
});
