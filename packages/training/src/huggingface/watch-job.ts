import { getJob } from '@huggingface/hub';
import { ImaginariumError, isFinal, type JobEvent } from '@imaginarium/contracts';
import { abortedError } from '@imaginarium/models';
import type { HubClient } from './hub-client.ts';
import type { ApiJob } from './hub-types.ts';
import { readJobCommand } from './job-command.ts';
import { createLogReader } from './parse-log.ts';
import { readJob, stageOf, stateOf } from './read-job.ts';
import { servingHint } from './serving-hint.ts';
import { logTail, streamLogs } from './stream-logs.ts';

export interface WatchOptions {
  readonly after: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds between looks at a job that has no log yet, and before a broken stream is taken up again. */
  readonly pollMs: number;
  /** Milliseconds without news after which a watch says so, once. */
  readonly stallMs: number;
}

const STALLED = '+stalled';
/** How often the log of a job that has ended is asked again when it breaks off without anything new. */
const LAST_LOOKS = 5;

/**
 * What happens to a job, in order, each once: scheduled, the lines of its log (with metrics where TRL prints some), the end. An
 * event's id is its place, so that any watch can go on after it.
 */
export async function* watchJob(client: HubClient, jobId: string, options: WatchOptions): AsyncGenerator<JobEvent> {
  const { clock, namespace } = client;
  const { signal, pollMs, stallMs } = options;
  let shown = options.after === undefined ? Number.NEGATIVE_INFINITY : rankOf(options.after);
  let last = options.after ?? '';
  let hasWarned = last.endsWith(STALLED);
  let newsAt = clock.now();
  let looksLeft = LAST_LOOKS;
  const take = (event: JobEvent): boolean => {
    if (rankOf(event.id) <= shown) return false;
    shown = rankOf(event.id);
    last = event.id;
    newsAt = clock.now();
    hasWarned = false;
    looksLeft = LAST_LOOKS;
    return true;
  };
  for (;;) {
    const job = await client.repeat((params) => getJob({ ...params, namespace, jobId }), signal);
    const state = stateOf(job);
    const scheduled: JobEvent = {
      id: 'scheduled',
      at: Date.parse(job.createdAt),
      level: 'info',
      message: `Waiting for ${job.flavor}.`,
    };
    if (take(scheduled)) yield scheduled;
    let isWhole = true;
    if (state !== 'queued') {
      const events = logEvents(client, job, signal);
      for (;;) {
        const next = await events.next();
        if (next.done) {
          isWhole = next.value;
          break;
        }
        if (take(next.value)) yield next.value;
      }
    }
    // The job was asked before its log, so a whole log of one that has ended misses nothing.
    if (isFinal(state) && (isWhole || looksLeft-- === 0)) {
      const end = await finalEvent(client, job, signal);
      if (take(end)) yield end;
      return;
    }
    if (!hasWarned && clock.now() - newsAt >= stallMs) {
      hasWarned = true;
      const minutes = Math.round((clock.now() - newsAt) / 60_000);
      const message = `No news of the job for ${minutes} minutes; it is still ${stageOf(job)}. Look at its page, or cancel it.`;
      yield { id: `${last}${STALLED}`, at: clock.now(), level: 'warn', message };
    }
    await clock.sleep(pollMs, signal).catch((thrown: unknown) => {
      throw signal?.aborted ? abortedError() : thrown;
    });
  }
}

/** @returns whether the log was read to its present end */
async function* logEvents(
  client: HubClient,
  job: ApiJob,
  signal: AbortSignal | undefined,
): AsyncGenerator<JobEvent, boolean> {
  const reader = createLogReader(readJobCommand(job.command ?? [])?.settings);
  const lines = streamLogs(client, job.id, signal);
  try {
    for (;;) {
      const next = await lines.next();
      if (next.done) return next.value;
      const { index, at, text } = next.value;
      if (text === '') continue;
      const metrics = reader.read(text);
      const level = /\b(error|traceback)\b/i.test(text) ? 'error' : /\bwarn(ing)?\b/i.test(text) ? 'warn' : 'info';
      yield { id: `log-${index}`, at, level, message: text, ...(metrics ? { metrics } : {}) };
    }
  } catch (error) {
    if (!(error instanceof ImaginariumError)) throw error;
    // A job that has just started, or was deleted, has no log.
    if (error.code === 'endpoint/not-found') return true;
    if (error.isRetryable) return false;
    throw error;
  } finally {
    await lines.return(true);
  }
}

async function finalEvent(client: HubClient, job: ApiJob, signal: AbortSignal | undefined): Promise<JobEvent> {
  const { state, finishedAt, failure, checkpoint } = readJob(job, client);
  const base = { id: 'final', at: finishedAt ?? client.clock.now() };
  if (state === 'succeeded')
    return {
      ...base,
      level: 'info',
      message: checkpoint === null ? 'Completed.' : `Completed. ${servingHint(job, client)}`,
    };
  if (state === 'cancelled') return { ...base, level: 'info', message: `Cancelled (${stageOf(job)}).` };
  const tail = await logTail(client, job.id, signal);
  return { ...base, level: 'error', message: [`Failed: ${failure?.message ?? ''}`, tail].join('\n').trimEnd() };
}

/** The place of an event, or of the one that a warning of ours stands after. */
function rankOf(event: string): number {
  const id = event.endsWith(STALLED) ? event.slice(0, -STALLED.length) : event;
  if (id === 'scheduled') return -1;
  if (id === 'final') return Number.POSITIVE_INFINITY;
  return Number(/^log-(\d+)$/.exec(id)?.[1] ?? Number.NEGATIVE_INFINITY);
}
