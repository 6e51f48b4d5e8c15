import { onAbort } from '@imaginarium/contracts';
import { abortedError, throwIfAborted } from '../errors/endpoint-error.ts';

/** Runs a task as soon as a slot is free; tasks wait in the order of asking. A waiting one leaves at once when it is aborted. */
export type Slots = <T>(task: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * Lets at most `count` tasks run at once. Costs a small part of what `p-limit` does, which binds each task to an async context.
 * A task that runs minds its signal itself.
 */
export function createSlots(count: number): Slots {
  let free = count;
  // In the order of asking.
  const waiting = new Set<() => void>();
  const untilFree = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      const go = () => {
        forget();
        resolve();
      };
      const forget = onAbort(signal, () => {
        waiting.delete(go);
        reject(abortedError());
      });
      waiting.add(go);
    });
  return async (task, signal) => {
    throwIfAborted(signal);
    if (free > 0) free--;
    else await untilFree(signal);
    try {
      return await task();
    } finally {
      // The slot is handed on, so that nobody who asks meanwhile comes first.
      const [next] = waiting;
      if (next === undefined) free++;
      else {
        waiting.delete(next);
        next();
      }
    }
  };
}
