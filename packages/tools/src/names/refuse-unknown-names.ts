import { ImaginariumError } from '@imaginarium/contracts';
import { nearestNames } from '../executor/nearest-names.ts';

/** @throws ImaginariumError `input/unknown-tool` when something asked for is not among the names of a source */
export function refuseUnknownNames(asked: readonly string[], known: readonly string[], location: string): void {
  const all = new Set(known);
  const unknown = asked.filter((name) => !all.has(name));
  if (unknown.length === 0) return;
  const nearest = new Set(unknown.flatMap((name) => nearestNames(name, [...all])));
  throw new ImaginariumError({
    code: 'input/unknown-tool',
    message: `${location} has nothing named ${unknown.map((name) => JSON.stringify(name)).join(', ')}.`,
    hint: all.size === 0 ? 'It has no tools.' : `Nearest of its ${all.size} names: ${[...nearest].join(', ')}.`,
  });
}
