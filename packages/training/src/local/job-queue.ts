import { type Clock, ImaginariumError, messageOf } from '@imaginarium/contracts';
import { ApiError } from './api-error.ts';
import type { FileStore } from './file-store.ts';
import { finishJob } from './finish-job.ts';
import { isOver, type JobRecord } from './job-record.ts';
import type { JobStore } from './job-store.ts';
import { createEventKeeper } from './keep-training-event.ts';
import type { Trainer } from './trainer.ts';
import { orderOf } from './training-order.ts';
import { validateFiles } from './validate-files.ts';

export interface JobQueue {
  /** Looks whether a job can be worked on. */
  wake(): void;
  /** @throws ApiError 404; 400 where the job is over */
  cancel(id: string): Promise<JobRecord>;
  /** @throws ApiError 404; 400 where the job is over or paused */
  pause(id: string): Promise<JobRecord>;
  /** @throws ApiError 404; 400 where the job is not paused */
  resume(id: string): Promise<JobRecord>;
  /** Ends the work under way, which a later start takes up again. Does not wait for a trainer longer than some seconds. */
  close(): Promise<void>;
}

export interface JobQueueOptions {
  readonly jobs: JobStore;
  readonly files: FileStore;
  readonly trainers: ReadonlyMap<string, Trainer>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

const VALIDATED = 'Files validated, moving job to queued state';
const STARTED = 'Fine-tuning job started';
/** Milliseconds that a trainer has to keep its state at the end. */
const CLOSING_MS = 5000;

/** A stack is for defects; what is wrong with a user's data is said in a sentence. */
function traceOf(thrown: unknown): string {
  const isExpected = thrown instanceof ApiError || thrown instanceof ImaginariumError;
  return !isExpected && thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown);
}

/**
 * Works on jobs one at a time, in the order in which they were made. What a killed process left running is taken up where its
 * trainer kept it. A job is stopped at once for whoever asks; the next begins when its trainer has let go.
 */
export function createJobQueue({ jobs, files, trainers, clock, log }: JobQueueOptions): JobQueue {
  let current: { readonly id: string; readonly controller: AbortController; readonly done: Promise<void> } | undefined;
  let isClosed = false;

  const next = (): JobRecord | undefined =>
    jobs.list().find(({ status }) => status === 'running') ??
    jobs.list().find(({ status }) => status === 'validating_files' || status === 'queued');

  function wake(): void {
    if (current || isClosed) return;
    const job = next();
    if (!job) return;
    const controller = new AbortController();
    const done = work(job, controller.signal)
      // Only a disk that takes nothing more comes to this: to go on with the next job would fail as well.
      .catch((thrown: unknown) => {
        isClosed = true;
        log(`The job queue stopped at ${job.id}: ${traceOf(thrown)}`);
      })
      .finally(() => {
        current = undefined;
        wake();
      });
    current = { id: job.id, controller, done };
  }

  const say = (id: string, message: string): Promise<void> => jobs.addEvent(id, { level: 'info', message });
  const wasSaid = (id: string, message: string): boolean => jobs.events(id).some((event) => event.message === message);

  async function work(job: JobRecord, signal: AbortSignal): Promise<void> {
    try {
      if (job.status === 'validating_files') {
        await validateFiles(job, files);
        signal.throwIfAborted();
        if (!wasSaid(job.id, VALIDATED)) await say(job.id, VALIDATED);
        signal.throwIfAborted();
        await jobs.update(job.id, { status: 'queued' });
      }
      signal.throwIfAborted();
      await train(job, signal);
    } catch (thrown) {
      // Whoever stopped it has said so already.
      if (signal.aborted) return;
      log(`Job ${job.id} failed: ${traceOf(thrown)}`);
      await finishJob({ jobs, files, clock }, job.id, { failure: thrown }, signal);
    }
  }

  async function train(job: JobRecord, signal: AbortSignal): Promise<void> {
    const trainer = trainers.get(job.trainer);
    if (!trainer)
      throw new ApiError(400, `The server has no trainer "${job.trainer}" now.`, { code: 'trainer_missing' });
    const keeper = createEventKeeper({ jobs, clock }, job.id);
    await jobs.update(job.id, { status: 'running' });
    await say(job.id, wasSaid(job.id, STARTED) ? 'Fine-tuning job taken up again' : STARTED);
    signal.throwIfAborted();
    const outcome = await trainer.train(orderOf(job, { jobs, files }), {
      signal,
      onEvent: (event) => {
        if (!signal.aborted) keeper.keep(event);
      },
    });
    await keeper.settled();
    signal.throwIfAborted();
    await finishJob({ jobs, files, clock }, job.id, { outcome }, signal);
  }

  /** The change is seen at once, so that what its trainer still says is not kept. */
  async function stop(id: string, why: string, change: Partial<JobRecord>): Promise<JobRecord> {
    if (current?.id === id)
      current.controller.abort(new ImaginariumError({ code: 'interrupted/aborted', message: why }));
    const [, stopped] = await Promise.all([say(id, why), jobs.update(id, change)]);
    return stopped;
  }

  const refuse = (job: JobRecord, verb: string): never => {
    throw new ApiError(400, `Job ${job.id} is ${job.status} and cannot be ${verb}.`, {
      code: 'invalid_job_state',
      param: 'fine_tuning_job_id',
    });
  };

  return {
    wake,
    cancel: async (id) => {
      const job = jobs.get(id);
      if (isOver(job)) refuse(job, 'cancelled');
      return stop(id, 'The job was cancelled', { status: 'cancelled', finishedAt: clock.now(), pausedAt: null });
    },
    pause: async (id) => {
      const job = jobs.get(id);
      if (isOver(job) || job.status === 'paused') refuse(job, 'paused');
      return stop(id, 'The job was paused', { status: 'paused', pausedAt: clock.now() });
    },
    resume: async (id) => {
      const job = jobs.get(id);
      if (job.status !== 'paused') refuse(job, 'resumed');
      const status = wasSaid(id, VALIDATED) ? 'queued' : 'validating_files';
      const [, resumed] = await Promise.all([
        say(id, 'The job was resumed'),
        jobs.update(id, { status, pausedAt: null }),
      ]);
      wake();
      return resumed;
    },
    close: async () => {
      isClosed = true;
      if (!current) return;
      current.controller.abort(
        new ImaginariumError({ code: 'interrupted/aborted', message: 'The server is being stopped.' }),
      );
      const waited = new AbortController();
      await Promise.race([current.done, clock.sleep(CLOSING_MS, waited.signal).catch(() => {})]);
      waited.abort();
    },
  };
}
