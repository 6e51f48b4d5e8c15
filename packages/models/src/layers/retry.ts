import { ImaginariumError } from '@imaginarium/contracts';
import { abortedError, EndpointError, throwIfAborted } from '../errors/endpoint-error.ts';
import type { RetryOptions } from './with-retry.ts';

const FIRST_DELAY_MS = 500;

/**
 * The policy of `withRetry` for any request that may be repeated without harm: a list, a look, a write that replaces. Never
 * for one that makes something new each time.
 *
 * @throws whatever the last attempt threw; ImaginariumError `interrupted/aborted`
 */
export async function retry<T>(
  run: () => Promise<T>,
  { clock, random, attempts = 6, maxDelayMs = 120_000, onRetry }: RetryOptions,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    throwIfAborted(signal);
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ImaginariumError) || !error.isRetryable || attempt >= attempts) throw error;
      const jitter = random.next() * Math.min(maxDelayMs, FIRST_DELAY_MS * 2 ** (attempt - 1));
      const asked = error instanceof EndpointError ? error.retryAfterMs : undefined;
      if (asked !== undefined && asked > maxDelayMs) throw error;
      // Callers that were told the same time must not come back all at once.
      const delayMs = Math.ceil(asked === undefined ? jitter : asked + Math.min(jitter, FIRST_DELAY_MS));
      onRetry?.({ error, attempt, delayMs });
      await clock.sleep(delayMs, signal).catch((thrown: unknown) => {
        throw signal?.aborted ? abortedError() : thrown;
      });
    }
  }
}
