import type { Line, ParquetColumn } from './target.ts';

/** Text columns of these names. */
export function textColumns(...names: string[]): ParquetColumn[] {
  return names.map((name) => ({ name, type: 'VARCHAR' }));
}

/** Strings stay as they are, every other value becomes its JSON text, a missing member null. */
export function toTextRow(line: Line, columns: readonly ParquetColumn[]): Record<string, string | null> {
  return Object.fromEntries(
    columns.map(({ name }) => {
      const value = line[name];
      if (value === undefined) return [name, null];
      return [name, typeof value === 'string' ? value : JSON.stringify(value)];
    }),
  );
}
