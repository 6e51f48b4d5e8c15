import type { ParquetColumn } from './target.ts';

/**
 * Columns of these names, all text: objects and lists are kept as their JSON text. Arrow would merge their schemas over all
 * rows and leak nulls into tool parameters and arguments.
 */
export function textColumns(...names: string[]): ParquetColumn[] {
  return names.map((name) => ({ name, type: 'string' }));
}
