import type { Random } from '@imaginarium/contracts';
import { largeCities } from './large-cities.ts';

/** Text of a latitude or longitude in decimal degrees. */
export const degreesPattern = /-?\d+(?:\.\d+)?/;

/** A point within a few kilometres of a large city, in decimal degrees as people write them. */
export function drawPosition(random: Random): { lat: string; lon: string } {
  const { lat, lon } = random.pick(largeCities);
  const near = (degrees: number) => (degrees + (random.int(19) - 9) / 100).toFixed(2);
  return { lat: near(lat), lon: near(lon) };
}
