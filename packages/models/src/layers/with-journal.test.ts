import { type ChatRequest, createMemoryJournal, ImaginariumError, type JournalEntry } from '@imaginarium/contracts';
import { createManualClock, createScriptedModel } from '@imaginarium/contracts/testing';
import { expect, it } from 'vitest';
import { withJournal } from './with-journal.ts';

const request: ChatRequest = {
  purpose: 'solve',
  place: { step: 'solve', ordinal: 0 },
  messages: [{ role: 'user', content: 'hi' }],
};
const price = { inputPerMillion: 1, outputPerMillion: 10 };

function journaled(answer: Parameters<typeof createScriptedModel>[0] = (_, index) => `reply ${index}`) {
  const inner = createScriptedModel(answer);
  const journal = createMemoryJournal();
  const seen: [JournalEntry, boolean][] = [];
  const options = {
    journal,
    clock: createManualClock(5),
    price,
    onEntry: (...entry: (typeof seen)[0]) => seen.push(entry),
  };
  return { inner, journal, seen, options, model: withJournal(inner, options) };
}

it('pays once and replays afterwards, in this process or another', async () => {
  const { inner, journal, seen, options, model } = journaled();
  const first = await model.complete(request);
  expect(await model.complete(request)).toEqual(first);
  expect(await withJournal(inner, options).complete(request)).toEqual(first);
  expect(inner.requests).toHaveLength(1);
  expect([...journal.entries()]).toMatchObject([{ kind: 'model', purpose: 'solve', at: 5, took: 0, cost: 0.00006 }]);
  expect(seen.map(([, isReplay]) => isReplay)).toEqual([false, true, true]);
});

it('keeps places, requests, models, parameters and seeds apart', async () => {
  const { inner, options, model } = journaled();
  await model.complete(request);
  await model.complete({ ...request, place: { step: 'solve', ordinal: 1 } });
  await model.complete({ ...request, temperature: 1 });
  await withJournal({ ...inner, id: 'other:model' }, options).complete(request);
  await withJournal(inner, { ...options, parameters: { reasoning_effort: 'low' } }).complete(request);
  await withJournal(inner, { ...options, seed: 8 }).complete(request);
  expect(inner.requests).toHaveLength(6);
});

it('shares a request that is under way', async () => {
  const { inner, model } = journaled();
  const [a, b] = await Promise.all([model.complete(request), model.complete(request)]);
  expect(a).toEqual(b);
  expect(inner.requests).toHaveLength(1);
});

it('writes no failure down', async () => {
  const { journal, model } = journaled((_, index) =>
    index === 0 ? new ImaginariumError({ code: 'endpoint/failed', message: 'oops' }) : 'fine',
  );
  await expect(model.complete(request)).rejects.toThrow('oops');
  expect([...journal.entries()]).toEqual([]);
  expect((await model.complete(request)).message.content).toBe('fine');
});

it("does not take another caller's interruption for its own", async () => {
  const { model } = journaled((_, index) =>
    index === 0 ? new ImaginariumError({ code: 'interrupted/aborted', message: 'stop' }) : 'fine',
  );
  const [a, b] = await Promise.allSettled([model.complete(request), model.complete(request)]);
  expect(a.status).toBe('rejected');
  expect(b).toMatchObject({ status: 'fulfilled', value: { message: { content: 'fine' } } });
});

it('says an unknown price as null', async () => {
  const { inner, journal } = journaled();
  await withJournal(inner, { journal, clock: createManualClock() }).complete(request);
  expect([...journal.entries()]).toMatchObject([{ cost: null }]);
});
