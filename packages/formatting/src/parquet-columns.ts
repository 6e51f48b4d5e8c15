import type { ParquetColumn, Target } from './target.ts';

/**
 * Columns that a trainer needs as objects and lists: JSON texts that `datasets` parses, because the card declares them so. It
 * reads some numbers a digit off, unless they are spelled for it (`exactSpelling`).
 */
export function jsonColumns(...names: string[]): ParquetColumn[] {
  return names.map((name) => ({ name, dtype: 'json' }));
}

/**
 * Columns of text. Objects and lists are kept as their JSON text, exactly: Arrow would merge their schemas over all rows and leak
 * nulls into tool parameters and arguments.
 */
export function textColumns(...names: string[]): ParquetColumn[] {
  return names.map((name) => ({ name, dtype: 'string' }));
}

/**
 * Those columns that some line has as a member. An empty one would mislead: TRL tells a conversation by whichever of prompt,
 * completion and messages it finds first.
 */
export function usedColumns(
  { sft, preference }: Target['parquetColumns'],
  members: { readonly sft: ReadonlySet<string>; readonly preference: ReadonlySet<string> },
): Target['parquetColumns'] {
  return {
    sft: sft.filter(({ name }) => members.sft.has(name)),
    preference: preference.filter(({ name }) => members.preference.has(name)),
  };
}
