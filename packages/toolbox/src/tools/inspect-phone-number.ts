import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** Numbering plans of the world (package awesome-phonenumber, libphonenumber's data). */
export const inspectPhoneNumber = defineTool({
  name: 'inspect_phone_number',
  description: 'Country, kind and standard spellings of a telephone number.',
  parameters: z.strictObject({
    number: z.string().describe('Telephone number.'),
    region: z.string().optional().describe('Where it is dialled from.'),
  }),
  effect: 'read',
  group: 'identifiers',
  run: async ({ number, region }) => {
    const { getSupportedRegionCodes, parsePhoneNumber } = await import('awesome-phonenumber');
    if (region !== undefined && !getSupportedRegionCodes().includes(region)) {
      throw new Error(`region '${region}' refused: an ISO 3166 country code of two capital letters, e.g. SE`);
    }
    if (region === undefined && !/^\+\d{6,15}$/.test(number)) {
      throw new Error(
        `number '${number}' refused: without region it must be E.164, + and digits without spaces, e.g. +46701740605`,
      );
    }
    const parsed = parsePhoneNumber(number, region === undefined ? {} : { regionCode: region });
    if (!parsed.number || !parsed.possible)
      throw new Error(`number '${number}' cannot be dialled: ${parsed.possibility}`);
    return {
      e164: parsed.number.e164,
      international: parsed.number.international,
      national: parsed.number.national,
      region: parsed.regionCode ?? null,
      calling_code: parsed.countryCode ?? null,
      kind: parsed.type ?? 'unknown',
      valid: parsed.valid,
    };
  },
});
