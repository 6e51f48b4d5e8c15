import type { Removal, SplitName } from '@imaginarium/contracts';
import { createNearDuplicateIndex } from '@imaginarium/similarity';
import type { QueryRow } from './query-row.ts';

/** A query that training must not see, and the file or data set that it stands in. */
export interface Contaminant {
  readonly source: string;
  readonly query: string;
}

/** Finds the first given query that a text repeats, nearly or wholly; undefined when there is none. */
export type ContaminationCheck = (
  query: string,
) => { readonly source: string; readonly similarity: number } | undefined;

export function createContaminationCheck(contaminants: readonly Contaminant[], threshold: number): ContaminationCheck {
  const index = createNearDuplicateIndex({ threshold });
  for (const { query } of contaminants) index.add(query);
  return (query) => {
    const nearest = index.nearest(query);
    if (nearest === undefined) return undefined;
    return { source: contaminants[nearest.id]?.source ?? '', similarity: nearest.similarity };
  };
}

/** Removes from train and validation what stands in, or near, the given queries. Test rows stay: they train nothing. */
export function decontaminate<T extends QueryRow & { readonly split: SplitName }>(
  rows: readonly T[],
  check: ContaminationCheck,
): { readonly kept: T[]; readonly removals: Removal[] } {
  const removals: Removal[] = [];
  const kept = rows.filter(({ id, tool, query, split }) => {
    const found = split === 'test' ? undefined : check(query);
    if (found === undefined) return true;
    const reason = `likeness ${found.similarity.toFixed(2)} to a query of ${found.source}`;
    removals.push({ stage: 'decontamination', id, tool, query, reason, of: found.source });
    return false;
  });
  return { kept, removals };
}
