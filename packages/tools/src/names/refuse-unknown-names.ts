import { ImaginariumError } from '@imaginarium/contracts';

/** @throws ImaginariumError `input/unknown-tool` when something asked for is not among the names of a source */
export function refuseUnknownNames(asked: readonly string[], known: readonly string[], location: string): void {
  const all = new Set(known);
  const unknown = asked.filter((name) => !all.has(name));
  if (unknown.length === 0) return;
  const close = [...all].filter((name) => unknown.some((one) => isClose(name, one))).slice(0, 5);
  throw new ImaginariumError({
    code: 'input/unknown-tool',
    message: `${location} has nothing named ${unknown.map((name) => JSON.stringify(name)).join(', ')}.`,
    hint: `It has ${(close.length > 0 ? close : [...all].slice(0, 5)).join(', ') || 'no operations'}${all.size > 5 ? ' and others' : ''}.`,
  });
}

function isClose(known: string, asked: string): boolean {
  const [a, b] = [known, asked].map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, '')) as [string, string];
  return b.length > 2 && (a.includes(b) || b.includes(a));
}
