import type { JournalEntry, Purpose } from '@imaginarium/contracts';

/** What a group of model calls took. */
export interface LedgerLine {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Calls whose tokens were estimated here, because the server did not say. */
  readonly estimatedCalls: number;
  /** US dollars of the calls with a known price. Only a lower bound while there are `unpricedCalls`. */
  readonly cost: number;
  /** Calls whose price is unknown. */
  readonly unpricedCalls: number;
  /** Milliseconds, summed over calls (they overlap). */
  readonly took: number;
}

export interface Ledger {
  readonly total: LedgerLine;
  readonly byPurpose: Readonly<Partial<Record<Purpose, LedgerLine>>>;
  /** By the model's id. */
  readonly byModel: Readonly<Record<string, LedgerLine>>;
  readonly tools: {
    readonly executions: number;
    /** Executions that came back as an error. */
    readonly failures: number;
    /** Milliseconds, summed over executions. */
    readonly took: number;
  };
}

type ModelEntry = Extract<JournalEntry, { kind: 'model' }>;

const EMPTY: LedgerLine = {
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  estimatedCalls: 0,
  cost: 0,
  unpricedCalls: 0,
  took: 0,
};

/** Adds a journal up: what was paid for, by purpose and by model, and what the tools did. */
export function summariseLedger(entries: Iterable<JournalEntry>): Ledger {
  let total = EMPTY;
  const byPurpose: Partial<Record<Purpose, LedgerLine>> = {};
  const byModel: Record<string, LedgerLine> = {};
  const tools = { executions: 0, failures: 0, took: 0 };
  for (const entry of entries) {
    if (entry.kind === 'tool') {
      tools.executions++;
      tools.took += entry.took;
      if (entry.observation.status === 'error') tools.failures++;
      continue;
    }
    total = plus(total, entry);
    byPurpose[entry.purpose] = plus(byPurpose[entry.purpose], entry);
    byModel[entry.model] = plus(byModel[entry.model], entry);
  }
  return { total, byPurpose, byModel, tools };
}

function plus(line: LedgerLine = EMPTY, { reply: { usage }, cost, took }: ModelEntry): LedgerLine {
  return {
    calls: line.calls + 1,
    inputTokens: line.inputTokens + usage.inputTokens,
    outputTokens: line.outputTokens + usage.outputTokens,
    estimatedCalls: line.estimatedCalls + Number(usage.isEstimated),
    cost: line.cost + (cost ?? 0),
    unpricedCalls: line.unpricedCalls + Number(cost === null),
    took: line.took + took,
  };
}
