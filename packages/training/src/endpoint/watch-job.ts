import { type Clock, isFinal, type JobEvent, type TuningJob } from '@imaginarium/contracts';
import { abortedError } from '@imaginarium/models';

export interface WatchJob {
  readonly job: () => Promise<TuningJob>;
  /** Events in order; at least those after the last one that `isKnown` knows. */
  readonly events: (job: TuningJob, isKnown: (id: string) => boolean) => Promise<readonly JobEvent[]>;
  readonly after: string | undefined;
  readonly clock: Clock;
  /** Milliseconds between looks. */
  readonly pollMs: number;
  /** Milliseconds without news after which a watch says so, once. */
  readonly stallMs: number;
  readonly signal: AbortSignal | undefined;
}

const STALLED = '+stalled';

/**
 * Events of a job, each once, in order, until the job is final; a job without news for long is named by a warning of our own.
 * The job is asked before its events, so that none of a job that ends in between is missed.
 */
export async function* watchJob(options: WatchJob): AsyncGenerator<JobEvent> {
  const { clock, pollMs, stallMs, signal } = options;
  const after = options.after?.endsWith(STALLED) ? options.after.slice(0, -STALLED.length) : options.after;
  const shown = new Set<string>();
  let last = after ?? '';
  let newsAt = clock.now();
  let state: string | undefined;
  let hasWarned = options.after !== after;
  for (;;) {
    const job = await options.job();
    const events = await options.events(job, (id) => id === after || shown.has(id));
    const from = after === undefined ? -1 : events.findIndex(({ id }) => id === after);
    for (const event of events.slice(from + 1)) {
      if (shown.has(event.id)) continue;
      shown.add(event.id);
      last = event.id;
      newsAt = clock.now();
      hasWarned = false;
      yield event;
    }
    if (isFinal(job.state)) return;
    if (state !== undefined && state !== job.stateAs) newsAt = clock.now();
    state = job.stateAs;
    if (!hasWarned && clock.now() - newsAt >= stallMs) {
      hasWarned = true;
      yield stalled(job, last, clock.now(), clock.now() - newsAt);
    }
    await clock.sleep(pollMs, signal).catch((thrown: unknown) => {
      throw signal?.aborted ? abortedError() : thrown;
    });
  }
}

function stalled(job: TuningJob, last: string, at: number, ms: number): JobEvent {
  const message = `No news of the job for ${Math.round(ms / 60_000)} minutes; it is still ${job.stateAs}. Look at it at the endpoint, or cancel it.`;
  return { id: `${last}${STALLED}`, at, level: 'warn', message };
}
