import type { Removal } from '@imaginarium/contracts';
import { findNearDuplicates, normaliseText } from '@imaginarium/similarity';
import { groupByTool, type QueryRow } from './query-row.ts';

/**
 * Removes within each tool what repeats an earlier row: first equal wordings (case and white space aside), then, where a
 * threshold is given, near-duplicates. The first of equals stays, so the order of `rows` decides.
 */
export function removeDuplicates<T extends QueryRow>(
  rows: readonly T[],
  threshold: number | undefined,
): { readonly kept: T[]; readonly removals: Removal[] } {
  const removals = [...groupByTool(rows).values()].flatMap((group) => {
    const exact = exactDuplicates(group);
    const repeated = new Set(exact.map(({ id }) => id));
    const distinct = group.filter(({ id }) => !repeated.has(id));
    return [...exact, ...(threshold === undefined ? [] : nearDuplicates(distinct, threshold))];
  });
  const removed = new Set(removals.map(({ id }) => id));
  return { kept: rows.filter(({ id }) => !removed.has(id)), removals };
}

function exactDuplicates(rows: readonly QueryRow[]): Removal[] {
  const first = new Map<string, string>();
  return rows.flatMap(({ id, tool, query }) => {
    const wording = normaliseText(query);
    const of = first.get(wording);
    if (of === undefined) first.set(wording, id);
    return of === undefined
      ? []
      : [{ stage: 'exact-duplicate' as const, id, tool, query, reason: 'the same wording as an earlier row', of }];
  });
}

function nearDuplicates(rows: readonly QueryRow[], threshold: number): Removal[] {
  const queries = rows.map(({ query }) => query);
  return findNearDuplicates(queries, { threshold }).map(({ index, of, similarity }) => {
    const { id, tool, query } = rows[index] as QueryRow;
    const earlier = rows[of] as QueryRow;
    const reason = `likeness ${similarity.toFixed(2)} to an earlier row (threshold ${threshold})`;
    return { stage: 'near-duplicate' as const, id, tool, query, reason, of: earlier.id };
  });
}
