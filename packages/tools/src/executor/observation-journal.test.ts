import { createMemoryJournal, ImaginariumError, type JournalEntry } from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
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

it('has what led to a call that changes something on disk before it, and what came back after it', async () => {
  const steps: string[] = [];
  const memory = createMemoryJournal();
  const journal = {
    ...memory,
    append: async (entry: JournalEntry) => {
      steps.push('append');
      await memory.append(entry);
    },
    sync: async () => void steps.push('sync'),
  };
  const stepsOf = async (name: string) => {
    steps.length = 0;
    const tool = toolOf(async () => ({ content: steps.push('call') }), { name });
    const executor = withObservationJournal(executorOf(tool), {
      journal,
      clock: createManualClock(),
      isWrite: (tool) => tool === 'send',
    });
    await executor.execute({ ...callOf({}), name }, { place });
    return [...steps];
  };
  expect(await stepsOf('send')).toEqual(['sync', 'call', 'append', 'sync']);
  expect(await stepsOf('look')).toEqual(['call', 'append']);
});

describe('what is not answered from the journal', () => {
  const executeTwice = async (
    first: ReturnType<typeof executorOf>,
    second: ReturnType<typeof executorOf>,
    call = callOf({}),
  ) => {
    const journal = createMemoryJournal();
    const seen = [];
    for (const executor of [first, second])
      seen.push(
        await withObservationJournal(executor, { journal, clock: createManualClock() }).execute(call, { place }),
      );
    return { seen, entries: [...journal.entries()] };
  };
  const throwing = (error: Error) => executorOf(toolOf(async () => Promise.reject(error)));
  const good = executorOf(toolOf(async () => ({ content: 1 })));

  it.each([
    ['unreachable', throwing(new ImaginariumError({ code: 'endpoint/unreachable', message: 'down' }))],
    ['timeout', throwing(new DOMException('slow', 'TimeoutError'))],
    ['rate-limited', executorOf(toolOf(async () => ({ content: '', isError: true, status: 429 })))],
    ['address-denied', throwing(new ImaginariumError({ code: 'permission/address-denied', message: 'private' }))],
  ])('%s: the cause may be gone', async (failure, failing) => {
    const { seen, entries } = await executeTwice(failing, good);
    expect(seen).toMatchObject([{ failure }, { status: 'ok', content: '1' }]);
    expect(entries).toMatchObject([{ observation: { status: 'ok' } }]);
  });

  it.each([
    ['effect-denied', executorOf(toolOf(async () => ({ content: 1 }), { effect: 'write' }))],
    ['not-executable', executorOf(toolOf(undefined))],
    [
      'not-recorded',
      executorOf(
        toolOf(async () => ({ content: 1 })),
        { recordingMode: 'replay' },
      ),
    ],
    ['unknown-tool', executorOf([])],
  ])('%s: no call was made, and none is written down', async (failure, refusing) => {
    const { seen } = await executeTwice(refusing, good);
    expect(seen).toMatchObject([{ failure, origin: 'none' }, { status: 'ok' }]);
    expect((await executeTwice(refusing, refusing)).entries).toEqual([]);
  });

  it('a dry run', async () => {
    const write = toolOf(async () => ({ content: 1 }), { effect: 'write' });
    const dry = executorOf(write, { policy: { dryRun: true } });
    const { seen } = await executeTwice(dry, executorOf(write, { policy: { allowWrites: ['act'] } }));
    expect(seen.map(({ origin }) => origin)).toEqual(['dry-run', 'live']);
  });

  it('but a tool’s own complaint is', async () => {
    const { seen } = await executeTwice(throwing(new Error('no such city')), good);
    expect(seen[1]).toMatchObject({ failure: 'tool-error', content: 'no such city' });
  });

  it('what was observed under other conditions', async () => {
    const journal = createMemoryJournal();
    let calls = 0;
    const tool = toolOf(async () => ({ content: ++calls }));
    for (const version of ['1', '1', '2']) {
      const conditionsOf = (name: string) => ({ name, version });
      const executor = withObservationJournal(executorOf(tool), { journal, clock: createManualClock(), conditionsOf });
      await executor.execute(callOf({}), { place });
    }
    expect(calls).toBe(2);
  });
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
