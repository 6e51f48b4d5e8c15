import { isJsonObject } from '@imaginarium/contracts';
import { exactSpelling } from './exact-spelling.ts';
import type { ParquetColumn } from './target.ts';

/** Finds every number that may need another spelling; text that holds such a one is found too. */
const MAY_NEED_SPELLING = /[:[,]-?\d+[.eE]|\d{19}/;

/**
 * For columns that the card declares as `json`: gives the line of a data file in which they are JSON texts already, their
 * numbers spelled by `exactSpelling`; undefined for a line that needs none. Undefined where no column is declared so.
 */
export function lineSpeller(columns: readonly ParquetColumn[]): ((line: string) => string | undefined) | undefined {
  const parsed = new Set(columns.filter(({ dtype }) => dtype === 'json').map(({ name }) => name));
  if (parsed.size === 0) return undefined;
  return (line) => {
    if (!MAY_NEED_SPELLING.test(line)) return undefined;
    const members: unknown = JSON.parse(line);
    if (!isJsonObject(members)) return undefined;
    const texts = Object.entries(members).map(([name, value]) => [
      name,
      parsed.has(name) && value !== null && typeof value === 'object' ? spelledJson(value) : value,
    ]);
    return JSON.stringify(Object.fromEntries(texts));
  };
}

/** JSON text as `JSON.stringify` gives it, but for its numbers. */
function spelledJson(value: unknown): string {
  if (typeof value === 'number') return exactSpelling(value);
  if (Array.isArray(value)) return `[${value.map(spelledJson).join(',')}]`;
  if (isJsonObject(value))
    return `{${Object.entries(value)
      .map(([key, member]) => `${JSON.stringify(key)}:${spelledJson(member)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}
