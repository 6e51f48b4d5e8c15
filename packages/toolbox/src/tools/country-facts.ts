import { defineTool } from '@imaginarium/tools';
import { continents, countries, getCountryCode, type ICountry, languages } from 'countries-list';
import { z } from 'zod';

const FACTS = {
  capital: (country) => country.capital,
  currency: (country) => country.currency,
  languages: (country) => country.languages.map((code) => languages[code]?.name ?? code),
  calling_code: (country) => country.phone.map((code) => `+${code}`),
  continent: (country) => continents[country.continent],
  native_name: (country) => country.native,
} satisfies Record<string, (country: ICountry) => string | string[]>;

export const countryFacts = defineTool({
  name: 'country_facts',
  description: 'One fact about a country.',
  group: 'geography',
  effect: 'read',
  parameters: z.object({
    country: z.string(),
    fact: z.enum(['capital', 'currency', 'languages', 'calling_code', 'continent', 'native_name']),
  }),
  run: ({ country, fact }) => {
    // No English name is so short; codes are, and some pass for aliases.
    const code = country.length > 3 && getCountryCode(country);
    if (!code) throw new Error(`country: "${country}" not found, give the English name in full (not a code)`);
    const value = FACTS[fact](countries[code]);
    return { country: countries[code].name, [fact]: value };
  },
});
