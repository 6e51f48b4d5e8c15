import type { ParquetColumn, Target } from './target.ts';

/**
 * Columns of objects and lists, kept as their JSON text: Arrow would merge their schemas over all rows and leak nulls into tool
 * parameters and arguments. The card declares them, so that `datasets` parses them.
 */
export function jsonColumns(...names: string[]): ParquetColumn[] {
  return names.map((name) => ({ name, dtype: 'json' }));
}

/** Columns whose values are texts in the lines too. */
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
