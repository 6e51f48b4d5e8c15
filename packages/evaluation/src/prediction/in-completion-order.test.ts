import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inCompletionOrder } from './in-completion-order.ts';

const collect = async <T>(rows: AsyncIterable<T>, into: T[] = []) => {
  for await (const row of rows) into.push(row);
  return into;
};

describe('jobs in completion order', () => {
  it('each gives its result once, never more under way than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 8 }),
        async (delays, concurrency) => {
          let [underWay, most] = [0, 0];
          const rows = inCompletionOrder(delays.keys(), concurrency, async (job) => {
            most = Math.max(most, ++underWay);
            for (let turn = 0; turn < (delays[job] as number); turn++) await Promise.resolve();
            underWay--;
            return job;
          });
          expect((await collect(rows)).sort((a, b) => a - b)).toEqual([...delays.keys()]);
          expect(most).toBeLessThanOrEqual(concurrency);
        },
      ),
    );
  });

  it('gives what is done first first', async () => {
    const rows = inCompletionOrder([30, 1], 2, async (ms) => {
      await pause(ms);
      return ms;
    });
    expect(await collect(rows)).toEqual([1, 30]);
  });

  it('after a failure begins nothing, gives what was under way, and then fails', async () => {
    const begun: number[] = [];
    const rows = inCompletionOrder([0, 1, 2, 3, 4], 2, async (job) => {
      begun.push(job);
      if (job === 1) throw new Error('budget');
      await pause(5);
      return job;
    });
    const given: number[] = [];
    await expect(collect(rows, given)).rejects.toThrow('budget');
    expect([begun, given]).toEqual([[0, 1], [0]]);
  });

  it('waits for what is under way when the consumer leaves', async () => {
    let finished = 0;
    const rows = inCompletionOrder([1, 10, 10], 3, async (ms) => {
      await pause(ms);
      finished++;
    });
    for await (const _ of rows) break;
    expect(finished).toBe(3);
  });
});
