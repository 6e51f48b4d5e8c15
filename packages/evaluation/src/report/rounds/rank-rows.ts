import type { MatrixRow, RoundMatrix } from '@imaginarium/contracts';

/** Tools that were learned in one round, in the order in which they are shown. */
export interface RowGroup {
  /** As the matrix names the batch: the round that its tools came with. */
  batch: string;
  rows: readonly MatrixRow[];
}

/**
 * Tools by batch, batches in the order of the matrix, each batch with its most forgotten first, then those of the lowest
 * last share; equals by name. Tools of no batch come last, under an empty name.
 * @param most rows in all: those that stand first when batches are left aside
 */
export function rankRows({ tools, batches }: RoundMatrix, most = Number.POSITIVE_INFINITY): RowGroup[] {
  const batchOf = new Map(batches.flatMap(({ name, tools: members }) => members.map((tool) => [tool, name])));
  const ranked = [...tools].sort(
    (a, b) => forgotten(b) - forgotten(a) || lastShare(a) - lastShare(b) || (a.name < b.name ? -1 : 1),
  );
  const groups = new Map<string, MatrixRow[]>(batches.map(({ name }) => [name, []]));
  for (const row of ranked.slice(0, most)) {
    const batch = batchOf.get(row.name) ?? '';
    groups.set(batch, [...(groups.get(batch) ?? []), row]);
  }
  return [...groups].map(([batch, rows]) => ({ batch, rows })).filter(({ rows }) => rows.length > 0);
}

/** What was won since counts as nothing lost. */
function forgotten({ forgetting }: MatrixRow): number {
  return Math.max(0, forgetting?.value ?? 0);
}

/** Of tools that were not tested last, nothing is known: they stand behind those that fail. */
function lastShare({ cells }: MatrixRow): number {
  return cells.at(-1)?.value ?? 1;
}
