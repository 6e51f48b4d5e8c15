import { ImaginariumError } from '@imaginarium/contracts';

export interface MapOptions {
  /** Items worked on at the same time, at least 1. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after each item with how many are done. */
  readonly onDone?: ((done: number) => void) | undefined;
}

/**
 * Applies `work` to all items, `concurrency` at a time, results in the order of the items. The first failure stops
 * further items from starting; what is under way is waited for, so that nothing runs on behind the caller's back.
 * @throws ImaginariumError `interrupted/aborted`, and what `work` throws
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
  { concurrency, signal, onDone }: MapOptions,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let failure: { readonly thrown: unknown } | undefined;
  let next = 0;
  let done = 0;
  const lane = async () => {
    while (next < items.length && failure === undefined) {
      const index = next++;
      try {
        if (signal?.aborted)
          throw new ImaginariumError({
            code: 'interrupted/aborted',
            message: 'Curation was interrupted.',
            cause: signal.reason,
          });
        results[index] = await work(items[index] as T, index);
        onDone?.(++done);
      } catch (thrown) {
        failure ??= { thrown };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(Math.max(1, concurrency), items.length) }, lane));
  if (failure !== undefined) throw failure.thrown;
  return results;
}
