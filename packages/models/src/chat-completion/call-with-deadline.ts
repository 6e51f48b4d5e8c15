import { onAbort } from '@imaginarium/contracts';
import { EndpointError, throwIfAborted } from '../errors/endpoint-error.ts';
import type { EndpointContext } from '../errors/error-from-status.ts';
import { Deadline } from './deadline.ts';

/**
 * Runs one exchange under a time limit and the caller's signal, and says which of the two ended it.
 *
 * @throws ImaginariumError `interrupted/aborted` · EndpointError `endpoint/timeout`
 */
export async function callWithDeadline<T>(
  run: (deadline: Deadline) => Promise<T>,
  { timeoutMs, signal, context }: { timeoutMs: number; signal: AbortSignal | undefined; context: EndpointContext },
): Promise<T> {
  throwIfAborted(signal);
  const deadline = new Deadline();
  const end = () => deadline.end();
  const timer = setTimeout(end, timeoutMs);
  const forget = onAbort(signal, end);
  try {
    return await run(deadline);
  } catch (thrown) {
    throwIfAborted(signal);
    if (!deadline.isOver) throw thrown;
    throw new EndpointError({
      code: 'endpoint/timeout',
      message: `${context.server} did not answer within ${timeoutMs} ms for ${context.model}.`,
      hint: 'Give a longer time-out, or a lower concurrency.',
      isRetryable: true,
    });
  } finally {
    clearTimeout(timer);
    forget();
  }
}
