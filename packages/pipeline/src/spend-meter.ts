import type { JournalEntry } from '@imaginarium/contracts';

/** Running totals of what a run has spent, what an earlier start of it paid included. */
export interface SpendMeter {
  readonly calls: number;
  /** US dollars; null once a call of unknown price was made. */
  readonly cost: number | null;
  add(entry: JournalEntry): void;
}

export function createSpendMeter(entries: Iterable<JournalEntry>): SpendMeter {
  const totals = { calls: 0, cost: 0 as number | null };
  const add = (entry: JournalEntry): void => {
    if (entry.kind !== 'model') return;
    totals.calls++;
    totals.cost = totals.cost === null || entry.cost === null ? null : totals.cost + entry.cost;
  };
  for (const entry of entries) add(entry);
  return {
    get calls() {
      return totals.calls;
    },
    get cost() {
      return totals.cost;
    },
    add,
  };
}
