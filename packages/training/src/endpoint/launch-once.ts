import { type Clock, ImaginariumError, type TuningJob } from '@imaginarium/contracts';
import { abortedError, EndpointError, throwIfAborted } from '@imaginarium/models';
import { oneAtATime } from './one-at-a-time.ts';

/** Waits before each look for a job whose creation got no clear answer: 31 seconds in all. */
const LOOKS_AFTER_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
const CREATE_ATTEMPTS = 6;
const LONGEST_WAIT_MS = 120_000;

export interface LaunchOnce {
  /** What names this launch for the whole process: the server and the run key. */
  readonly key: string;
  readonly runKey: string;
  /** Finds the job of the run key; it may repeat its requests. */
  readonly find: () => Promise<TuningJob | undefined>;
  /** Asks once for a job; it must not repeat its request. */
  readonly create: () => Promise<TuningJob>;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/**
 * Exactly one job a run key. Looks before it creates. A refusal that made nothing for certain (429) is waited for and asked again; after
 * an answer that leaves it open (5xx, timeout, lost or broken reply) it only looks, for a bounded time, and then fails rather than create a second.
 * Two processes that launch one key at the same moment are for the lock of the run folder to keep apart.
 *
 * @throws ImaginariumError `endpoint/unknown-outcome` when no job showed up after an unclear answer; launching again later looks first
 */
export async function launchOnce({ key, runKey, find, create, clock, signal }: LaunchOnce): Promise<TuningJob> {
  return oneAtATime(key, async () => {
    throwIfAborted(signal);
    const there = await find();
    if (there) return there;
    for (let attempt = 1; ; attempt++) {
      throwIfAborted(signal);
      try {
        return await create();
      } catch (error) {
        if (!(error instanceof ImaginariumError)) throw error;
        const waitMs = error instanceof EndpointError ? (error.retryAfterMs ?? 1_000 * 2 ** attempt) : 0;
        if (error.code === 'endpoint/rate-limited' && attempt < CREATE_ATTEMPTS && waitMs <= LONGEST_WAIT_MS) {
          await pause(clock, waitMs, signal);
          continue;
        }
        if (error.code === 'endpoint/rate-limited' || (!error.isRetryable && error.code !== 'endpoint/conflict'))
          throw error;
        const made = await lookFor(find, clock, signal);
        if (made) return made;
        if (error.code === 'endpoint/conflict') throw error;
        throw unknownOutcome(runKey, error);
      }
    }
  });
}

async function lookFor(
  find: LaunchOnce['find'],
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<TuningJob | undefined> {
  for (const ms of [0, ...LOOKS_AFTER_MS]) {
    if (ms > 0) await pause(clock, ms, signal);
    const made = await find();
    if (made) return made;
  }
  return undefined;
}

function unknownOutcome(runKey: string, error: ImaginariumError): ImaginariumError {
  return new ImaginariumError({
    code: 'endpoint/unknown-outcome',
    message: `Whether a job was made is not known, and none with the run key ${runKey} has shown up: ${error.message}`,
    hint: 'Launch again in a few minutes: it looks for the job first and makes one only when there is none.',
    cause: error,
    isRetryable: true,
  });
}

async function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  await clock.sleep(ms, signal).catch((thrown: unknown) => {
    throw signal?.aborted ? abortedError() : thrown;
  });
}
