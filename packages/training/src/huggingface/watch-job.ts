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
}

/**
 * What happens to a job, in order, each once: scheduled, the lines of its log (with metrics where TRL prints some), the end. An
 * event's id is its place, so that any watch can go on after it.
 */
export async function* watchJob(client: HubClient, jobId: string, options: WatchOptions): AsyncGenerator<JobEvent> {
  const { signal, pollMs } = options;
  let shown = options.after === undefined ? Number.NEGATIVE_INFINITY : rankOf(options.after);
  const isNew = (event: JobEvent) => rankOf(event.id) > shown;
  const look = () => client.repeat((params) => getJob({ ...params, namespace: client.namespace, jobId }), signal);
  for (;;) {
    const job = await look();
    const state = stateOf(job);
    const scheduled = {
      id: 'scheduled',
      at: Date.parse(job.createdAt),
      level: 'info',
      message: `Waiting for ${job.flavor}.`,
    } as const;
    if (isNew(scheduled)) {
      shown = rankOf(scheduled.id);
      yield scheduled;
    }
    if (state !== 'queued') {
      for await (const event of logEvents(client, job, signal)) {
        if (!isNew(event)) continue;
        shown = rankOf(event.id);
        yield event;
      }
    }
    // Looked at before its log was read to the end: nothing of it can be missing.
    if (isFinal(state)) {
      const last = await finalEvent(client, job, signal);
      if (isNew(last)) yield last;
      return;
    }
    if (isFinal(stateOf(await look()))) continue;
    await client.clock.sleep(pollMs, signal).catch((thrown: unknown) => {
      throw signal?.aborted ? abortedError() : thrown;
    });
  }
}

async function* logEvents(client: HubClient, job: ApiJob, signal: AbortSignal | undefined): AsyncGenerator<JobEvent> {
  const settings = readJobCommand(job.command ?? [])?.settings;
  const reader = createLogReader(
    Number(settings?.get('num_train_epochs') ?? 1),
    Number(settings?.get('logging_steps') ?? 1),
  );
  try {
    for await (const { index, at, text } of streamLogs(client, job.id, signal)) {
      if (text === '') continue;
      const metrics = reader.read(text);
      const level = /\b(error|traceback)\b/i.test(text) ? 'error' : /\bwarn(ing)?\b/i.test(text) ? 'warn' : 'info';
      yield { id: `log-${index}`, at, level, message: text, ...(metrics ? { metrics } : {}) };
    }
  } catch (error) {
    // A job that has just started, or was deleted, has no log.
    if (!(error instanceof ImaginariumError) || !(error.code === 'endpoint/not-found' || error.isRetryable))
      throw error;
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
  if (state === 'cancelled') return { ...base, level: 'warn', message: `Cancelled (${stageOf(job)}).` };
  const tail = await logTail(client, job.id, signal);
  return { ...base, level: 'error', message: [`Failed: ${failure?.message ?? ''}`, tail].join('\n').trimEnd() };
}

function rankOf(id: string): number {
  if (id === 'scheduled') return -1;
  if (id === 'final') return Number.POSITIVE_INFINITY;
  return Number(/^log-(\d+)$/.exec(id)?.[1] ?? Number.NEGATIVE_INFINITY);
}
