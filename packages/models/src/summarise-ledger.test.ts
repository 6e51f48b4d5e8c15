import type { JournalEntry, Purpose } from '@imaginarium/contracts';
import { expect, it } from 'vitest';
import { costOf, priceSchema } from './price.ts';
import { summariseLedger } from './summarise-ledger.ts';

const place = { step: 's', ordinal: 0 };
const paid = (purpose: Purpose, model: string, cost: number | null, isEstimated = false): JournalEntry => ({
  kind: 'model',
  key: `${purpose}${model}${cost}`,
  place,
  at: 0,
  took: 100,
  purpose,
  model,
  cost,
  reply: {
    message: { role: 'assistant', content: '' },
    finishReason: 'stop',
    usage: { inputTokens: 10, outputTokens: 2, isEstimated },
    model,
  },
});
const executed = (status: 'ok' | 'error'): JournalEntry => ({
  kind: 'tool',
  key: status,
  place,
  at: 0,
  took: 7,
  observation: { status, origin: 'live', content: '' },
});

it('adds up by purpose and by model, and says what has no price', () => {
  const ledger = summariseLedger([
    paid('solve', 'a', 0.5),
    paid('solve', 'b', null, true),
    paid('judge', 'a', 0.25),
    executed('ok'),
    executed('error'),
  ]);
  expect(ledger.total).toEqual({
    calls: 3,
    inputTokens: 30,
    outputTokens: 6,
    estimatedCalls: 1,
    cost: 0.75,
    unpricedCalls: 1,
    took: 300,
  });
  expect(ledger.byPurpose.solve).toMatchObject({ calls: 2, cost: 0.5, unpricedCalls: 1 });
  expect(ledger.byPurpose.judge).toMatchObject({ calls: 1, cost: 0.25, unpricedCalls: 0 });
  expect(ledger.byModel.a).toMatchObject({ calls: 2, cost: 0.75 });
  expect(ledger.tools).toEqual({ executions: 2, failures: 1, took: 14 });
});

it('is empty for an empty journal', () => {
  expect(summariseLedger([])).toMatchObject({ total: { calls: 0, cost: 0 }, byPurpose: {}, byModel: {} });
});

it('prices tokens by the million, and never guesses', () => {
  const usage = { inputTokens: 2_000_000, outputTokens: 500_000 };
  expect(costOf(usage, { inputPerMillion: 0.25, outputPerMillion: 2 })).toBe(1.5);
  expect(costOf(usage, undefined)).toBeNull();
  expect(priceSchema.safeParse({ inputPerMillion: -1, outputPerMillion: 2 }).success).toBe(false);
});
