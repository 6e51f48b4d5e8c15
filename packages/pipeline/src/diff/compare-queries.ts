import { createContaminationCheck } from '@imaginarium/curation';
import type { QueryRow } from './read-data-set.ts';

/** Likeness (Jaccard of character 5-grams) from which two queries are one in other words: that of exploration. */
export const NEAR = 0.7;

/** Distinct queries of one data set: as the other has them, nearly as the other has one, or like none of the other's. */
export interface QueryShares {
  readonly queries: number;
  readonly same: number;
  readonly near: number;
  readonly alone: number;
}

/** Compares queries without regard to case and white space; pure. */
export function compareQueries(
  a: readonly QueryRow[],
  b: readonly QueryRow[],
): { readonly a: QueryShares; readonly b: QueryShares } {
  const [left, right] = [textsOf(a), textsOf(b)];
  return { a: sharesOf(left, right), b: sharesOf(right, left) };
}

function textsOf(rows: readonly QueryRow[]): Set<string> {
  return new Set(rows.map(({ query }) => query.trim().replace(/\s+/g, ' ').toLowerCase()));
}

function sharesOf(these: ReadonlySet<string>, others: ReadonlySet<string>): QueryShares {
  const different = [...these].filter((query) => !others.has(query));
  const check = createContaminationCheck(
    [...others].map((query) => ({ source: '', query })),
    NEAR,
  );
  const near = different.filter((query) => check(query) !== undefined).length;
  return { queries: these.size, same: these.size - different.length, near, alone: different.length - near };
}
