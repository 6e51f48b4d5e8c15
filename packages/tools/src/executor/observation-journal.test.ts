import { createMemoryJournal, type JournalEntry } from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import { expect, it } from 'vitest';
import { callOf, executorOf, place, toolOf } from '../../test/executor/execution.ts';
import { withObservationJournal } from './observation-journal.ts';

it('answers a resumed run from the journal: same call and place, whatever the id', async () => {
  let calls = 0;
  const tool = toolOf(async () => ({ content: ++calls }));
  const journal = createMemoryJournal();
  const heard: [JournalEntry['key'], boolean][] = [];
  const start = () =>
    withObservationJournal(executorOf(tool), {
      journal,
      clock: createManualClock(100),
      onEntry: (entry, isReplay) => heard.push([entry.key, isReplay]),
    });
  const first = await start().execute(callOf({ a: 1, b: 2 }), { place });
  const resumed = await start().execute({ ...callOf({ b: 2, a: 1 }), id: 'other' }, { place });
  expect(resumed).toEqual(first);
  expect(calls).toBe(1);
  expect([...journal.entries()]).toMatchObject([{ kind: 'tool', place, at: 100, observation: first }]);
  expect(heard.map(([, isReplay]) => isReplay)).toEqual([false, true]);

  await start().execute(callOf({ a: 1, b: 2 }), { place: { ...place, ordinal: 1 } });
  await start().execute(callOf({ a: 2 }), { place });
  expect(calls).toBe(3);
});

it('remembers failures too, and keeps unreadable calls apart by their text', async () => {
  const journal = createMemoryJournal();
  const executor = withObservationJournal(executorOf([]), { journal, clock: createManualClock() });
  for (const argumentsText of ['{', '[']) await executor.execute({ ...callOf(null), argumentsText }, { place });
  expect([...journal.entries()]).toHaveLength(2);
});

it('forgets what was interrupted', async () => {
  const journal = createMemoryJournal();
  const executor = withObservationJournal(executorOf(toolOf(async () => ({ content: 1 }))), {
    journal,
    clock: createManualClock(),
  });
  await expect(executor.execute(callOf({}), { place, signal: AbortSignal.abort() })).rejects.toThrow('interrupted');
  expect([...journal.entries()]).toHaveLength(0);
});
