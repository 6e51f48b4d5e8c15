import { describe, expect, it } from 'vitest';
import { settleInOrder } from './settle-in-order.ts';

async function* count(to: number) {
  for (let row = 0; row < to; row++) yield row;
}

describe('rows that are worked off at the same time', () => {
  it('may all listen to the signal without a warning of a leak', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const work = (row: number, signal: AbortSignal) =>
      new Promise<number>((resolve) => {
        signal.addEventListener('abort', () => resolve(-1));
        setImmediate(() => resolve(row));
      });
    const taken: number[] = [];
    const { signal } = new AbortController();
    await settleInOrder(count(40), work, (row) => void taken.push(row), { concurrency: 20, signal });
    await new Promise(setImmediate);
    process.off('warning', note);
    expect(taken).toEqual(Array.from({ length: 40 }, (_, row) => row));
    expect(warnings).toEqual([]);
  });

  it('are told to stop when one fails, and none is begun after it', async () => {
    const begun: number[] = [];
    const stopped: number[] = [];
    const work = (row: number, signal: AbortSignal) => {
      begun.push(row);
      if (row === 2) return Promise.reject(new Error('row 2'));
      return new Promise<number>((resolve) =>
        signal.addEventListener('abort', () => {
          stopped.push(row);
          resolve(row);
        }),
      );
    };
    const instant = (row: number, signal: AbortSignal) => (row < 2 ? row : work(row, signal));
    await expect(settleInOrder(count(9), instant, () => undefined, { concurrency: 4 })).rejects.toThrow('row 2');
    expect([begun, stopped]).toEqual([
      [2, 3, 4, 5],
      [3, 4, 5],
    ]);
  });
});
