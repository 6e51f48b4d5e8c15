import type { Random } from '@imaginarium/contracts';

/** A colour as people write it on the web: `#1e90ff`. */
export function drawColour(random: Random): string {
  return `#${random.int(0x1000000).toString(16).padStart(6, '0')}`;
}

/** The six digits alone. */
export function bareColour(colour: string): string {
  return colour.replace('#', '');
}
