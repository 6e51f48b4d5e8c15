import { type Clock, ImaginariumError, type Random } from '@imaginarium/contracts';
import { abortedError, EndpointError, throwIfAborted } from '../errors/endpoint-error.ts';

const FIRST_DELAY_MS = 500;

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Attempts in all, the first included. @default 6 */
  readonly attempts?: number;
  /** Longest wait. A server that asks for more is not waited for. @default 120000 */
  readonly maxDelayMs?: number;
  readonly onRetry?: (retry: {
    readonly error: ImaginariumError;
    /** The attempt that failed, counted from 1. */
    readonly attempt: number;
    readonly delayMs: number;
  }) => void;
}

/**
 * The one retry loop. Repeats what may succeed (`isRetryable`), waits as long as the server asks, and otherwise a random
 * time up to twice the last bound ("full jitter": AWS Architecture Blog, Exponential Backoff and Jitter). For requests that
 * may be repeated without harm: a question to a model, a list, a look, a write that replaces; never for one that makes
 * something new each time.
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
