import type { Trial } from '@imaginarium/contracts';

/** One remembered query; `solved` is null when nobody knows (no reflection, or an unreadable one). */
export interface RememberedQuery {
  readonly query: string;
  readonly solved: boolean | null;
}

/** Long-term memory of a tool: every query tried before, over all episodes (method §1). */
export interface LongTermMemory {
  readonly queries: readonly RememberedQuery[];
}

export const emptyLongTermMemory: LongTermMemory = { queries: [] };

/** The memory of a tool that was explored before: queries of kept examples, so they were solved. */
export function rememberKnown(queries: readonly string[]): LongTermMemory {
  return { queries: queries.map((query) => ({ query, solved: true })) };
}

/** The memory after a trial; a trial without a query leaves no trace. */
export function remember(memory: LongTermMemory, trial: Trial): LongTermMemory {
  if (trial.query === null) return memory;
  return { queries: [...memory.queries, { query: trial.query, solved: trial.reflection?.solved ?? null }] };
}

/** The latest remembered queries whose text fits into `characters` together. */
export function recall(memory: LongTermMemory, characters: number): RememberedQuery[] {
  const { queries } = memory;
  let left = characters;
  let from = queries.length;
  for (; from > 0; from--) {
    left -= (queries[from - 1] as RememberedQuery).query.length + 40;
    if (left < 0) break;
  }
  return queries.slice(from);
}
