import { setMaxListeners } from 'node:events';
import { ImaginariumError } from '@imaginarium/contracts';

export interface SettleOptions {
  /** Rows worked on at the same time, 1 or more. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Works rows off and hands the results on in the order of the rows. A result that is there at once is handed on at once, so
 * that work without a model call stays one plain pass. After a failure no further row is begun, the signal that `work` was
 * given is aborted and what is under way is waited for.
 * @throws ImaginariumError `interrupted/aborted`; what `rows`, `work` and `take` throw
 */
export async function settleInOrder<Row, Result>(
  rows: AsyncIterable<Row>,
  work: (row: Row, signal: AbortSignal) => Result | Promise<Result>,
  take: (result: Result) => void | Promise<void>,
  { concurrency, signal }: SettleOptions,
): Promise<void> {
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  // Every row under way listens.
  setMaxListeners(0, either);
  const underWay: Promise<Result>[] = [];
  const takeFirst = async () => {
    const first = underWay.shift();
    if (first !== undefined) await take(await first);
  };
  try {
    for await (const row of rows) {
      if (signal?.aborted === true)
        throw new ImaginariumError({
          code: 'interrupted/aborted',
          message: 'Scoring was interrupted.',
          cause: signal.reason,
        });
      const result = work(row, either);
      if (underWay.length === 0 && !(result instanceof Promise)) {
        const taken = take(result);
        if (taken instanceof Promise) await taken;
        continue;
      }
      const settling = Promise.resolve(result);
      settling.catch(() => undefined);
      underWay.push(settling);
      if (underWay.length >= concurrency) await takeFirst();
    }
    while (underWay.length > 0) await takeFirst();
  } catch (thrown) {
    stop.abort(thrown);
    await Promise.allSettled(underWay);
    throw thrown;
  }
}
