import { type ChatModel, type ChatRequest, createMemoryJournal } from '@imaginarium/contracts';
import { createManualClock, createScriptedModel } from '@imaginarium/contracts/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BudgetCaps, createBudget } from './create-budget.ts';
import { withBudget } from './with-budget.ts';
import { withJournal } from './with-journal.ts';

const price = { inputPerMillion: 100, outputPerMillion: 1000 };
const request = (ordinal = 0): ChatRequest => ({
  purpose: 'solve',
  place: { step: 'solve', ordinal },
  messages: [{ role: 'user', content: 'hi' }],
  maxTokens: 100,
});

it('stops hard, and says what was spent and set aside', async () => {
  const inner = createScriptedModel(() => 'ok');
  const model = withBudget(inner, { budget: createBudget({ calls: 2 }), price });
  await model.complete(request());
  await model.complete(request());
  await expect(model.complete(request())).rejects.toMatchObject({
    code: 'budget/reached',
    message: expect.stringMatching(/budget of 2 calls.*2 calls spent.*0 calls set aside/),
  });
  expect(inner.requests).toHaveLength(2);
});

it.each<[string, BudgetCaps]>([
  ['dollars', { dollars: 0.9 }],
  ['tokens', { tokens: 3000 }],
  ['calls', { calls: 17 }],
])('never spends more %s than the cap, however the calls overlap', async (_, caps) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ input: fc.nat(500), output: fc.nat(100), turns: fc.nat(5), fails: fc.boolean() }), {
        maxLength: 60,
      }),
      async (calls) => {
        const budget = createBudget(caps);
        const usages = new Map(calls.map((call, index) => [index, call]));
        const inner: ChatModel = {
          id: 'paid:',
          complete: async ({ place }) => {
            const call = usages.get(place.ordinal);
            for (let turn = 0; turn < (call?.turns ?? 0); turn++) await Promise.resolve();
            if (call?.fails) throw new Error('failed');
            const usage = { inputTokens: call?.input ?? 0, outputTokens: call?.output ?? 0, isEstimated: false };
            return { message: { role: 'assistant', content: 'ok' }, finishReason: 'stop', usage, model: 'paid' };
          },
        };
        const model = withBudget(inner, { budget, price });
        await Promise.allSettled(calls.map((_call, index) => model.complete(request(index))));
        const { spent, reserved } = budget.state();
        for (const kind of ['dollars', 'tokens', 'calls'] as const) {
          expect(spent[kind]).toBeLessThanOrEqual(caps[kind] ?? Number.POSITIVE_INFINITY);
          expect(reserved[kind]).toBe(0);
        }
      },
    ),
    { numRuns: 50 },
  );
});

it('waits for calls under way rather than give up on what they will give back', async () => {
  const model = withBudget(
    createScriptedModel(() => 'ok'),
    { budget: createBudget({ tokens: 800 }) },
  );
  const replies = await Promise.all([0, 1, 2, 3].map((ordinal) => model.complete(request(ordinal))));
  expect(replies).toHaveLength(4);
});

it('counts what a resumed run has spent, and nothing for replays', async () => {
  const journal = createMemoryJournal();
  const clock = createManualClock();
  const inner = createScriptedModel(() => 'ok');
  const run = (caps: BudgetCaps) => {
    const budget = createBudget(caps, journal.entries());
    return { budget, model: withJournal(withBudget(inner, { budget, price }), { journal, clock, price }) };
  };
  await run({ calls: 2 }).model.complete(request(0));
  await run({ calls: 2 }).model.complete(request(1));

  const { budget, model } = run({ calls: 2 });
  expect(budget.state().spent).toEqual({ dollars: 0.012, calls: 2, tokens: 30 });
  await model.complete(request(0));
  await model.complete(request(1));
  await expect(model.complete(request(2))).rejects.toMatchObject({ code: 'budget/reached' });
});

it('bounds the output of a request that gives no bound', async () => {
  const inner = createScriptedModel(() => 'ok');
  const { maxTokens: _, ...open } = request();
  await withBudget(inner, { budget: createBudget({ tokens: 9000 }), maxOutputTokens: 200 }).complete(open);
  await withBudget(inner, { budget: createBudget({ calls: 1 }) }).complete(open);
  expect(inner.requests.map(({ maxTokens }) => maxTokens)).toEqual([200, undefined]);
});

it('cannot keep a budget in dollars without a price, and says so', () => {
  const model = createScriptedModel(() => 'ok');
  expect(() => withBudget(model, { budget: createBudget({ dollars: 1 }) })).toThrow(
    expect.objectContaining({ code: 'config/price-missing' }),
  );
});

it('leaves the queue when it is aborted', async () => {
  const never: ChatModel = { id: 'never:', complete: () => new Promise(() => {}) };
  const model = withBudget(never, { budget: createBudget({ calls: 1 }) });
  void model.complete(request());
  const controller = new AbortController();
  const waiting = model.complete(request(), { signal: controller.signal });
  setTimeout(() => controller.abort(), 5);
  await expect(waiting).rejects.toMatchObject({ code: 'interrupted/aborted' });
});
