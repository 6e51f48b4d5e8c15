import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Clock, ImaginariumError, messageOf } from '@imaginarium/contracts';
import { ApiError } from './api-error.ts';
import { checkRecords } from './check-records.ts';
import type { FileStore } from './file-store.ts';
import { fineTunedName, isOver, type JobRecord } from './job-record.ts';
import type { JobStore } from './job-store.ts';
import { newId } from './new-id.ts';
import { resultCsv } from './result-file.ts';
import type { Trainer, TrainingEvent, TrainingOrder } from './trainer.ts';

export interface JobQueue {
  /** Looks whether a job can be worked on. */
  wake(): void;
  /** @throws ApiError 400 where the job is over or is not in a state for it */
  cancel(id: string): Promise<JobRecord>;
  pause(id: string): Promise<JobRecord>;
  resume(id: string): Promise<JobRecord>;
  /** Ends the work under way, which a later start takes up again. */
  close(): Promise<void>;
}

export interface JobQueueOptions {
  readonly jobs: JobStore;
  readonly files: FileStore;
  readonly trainers: ReadonlyMap<string, Trainer>;
  readonly clock: Clock;
}

type Stop = 'cancel' | 'pause' | 'close';

/**
 * Works on jobs one at a time, in the order in which they were made. What a killed process left running is taken up where its
 * trainer kept it.
 */
export function createJobQueue({ jobs, files, trainers, clock }: JobQueueOptions): JobQueue {
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
    const done = work(job, controller.signal).finally(() => {
      current = undefined;
      wake();
    });
    current = { id: job.id, controller, done };
  }

  async function work(job: JobRecord, signal: AbortSignal): Promise<void> {
    try {
      if (job.status === 'validating_files') {
        await validate(job);
        signal.throwIfAborted();
        await jobs.update(job.id, { status: 'queued' });
        await jobs.addEvent(job.id, { level: 'info', message: VALIDATED });
      }
      await train(job, signal);
    } catch (thrown) {
      if (signal.aborted) return await stopped(job.id, signal.reason as Stop);
      await fail(job.id, thrown);
    }
  }

  async function validate({ trainingFile, validationFile, method }: JobRecord): Promise<void> {
    const checks = [
      { file: trainingFile, param: 'training_file', fewest: undefined },
      { file: validationFile, param: 'validation_file', fewest: 1 },
    ];
    for (const { file, param, fewest } of checks) {
      if (file === null) continue;
      const problem = await checkRecords(files.pathOf(files.get(file).id), { method, ...(fewest ? { fewest } : {}) });
      if (problem !== undefined) throw new ApiError(400, problem, { code: `invalid_${param}`, param });
    }
  }

  async function train(job: JobRecord, signal: AbortSignal): Promise<void> {
    const trainer = trainers.get(job.trainer);
    if (!trainer)
      throw new ApiError(400, `The server has no trainer "${job.trainer}" now.`, { code: 'trainer_missing' });
    const isResumed = job.status === 'running' || jobs.events(job.id).some(({ message }) => message === STARTED);
    await jobs.update(job.id, { status: 'running' });
    await jobs.addEvent(job.id, { level: 'info', message: isResumed ? 'Fine-tuning job taken up again' : STARTED });
    // Events are kept in their order although the trainer does not wait for them.
    let keeping: Promise<unknown> = Promise.resolve();
    const outcome = await trainer.train(orderOf(job), {
      signal,
      onEvent: (event) => {
        keeping = keeping.then(() => keep(job, event));
        keeping.catch(() => {});
      },
    });
    await keeping;
    await succeed(job.id, outcome);
  }

  function orderOf(job: JobRecord): TrainingOrder {
    const { n_epochs, batch_size, learning_rate_multiplier } = job.hyperparameters;
    const chosen = (value: number | 'auto') => (value === 'auto' ? null : value);
    return {
      folder: join(jobs.folderOf(job.id), 'trainer'),
      baseModel: job.baseModel,
      checkpoint: job.from,
      trainingFile: files.pathOf(job.trainingFile),
      validationFile: job.validationFile === null ? null : files.pathOf(job.validationFile),
      method: job.method,
      epochs: chosen(n_epochs),
      batchSize: chosen(batch_size),
      learningRateMultiplier: chosen(learning_rate_multiplier),
      seed: job.seed,
    };
  }

  async function keep({ id }: JobRecord, event: TrainingEvent): Promise<void> {
    if (event.kind === 'message') return jobs.addEvent(id, { level: event.level, message: event.message });
    const { metrics } = event;
    if (event.kind === 'metrics') {
      const message = `Step ${metrics.step}/${metrics.totalSteps}: training loss=${metrics.trainLoss.toFixed(4)}`;
      const held = metrics.validLoss === undefined ? '' : `, validation loss=${metrics.validLoss.toFixed(4)}`;
      return jobs.addEvent(id, { level: 'info', message: message + held, metrics });
    }
    const job = jobs.get(id);
    // A trainer that goes on from its last checkpoint may name it again.
    if (job.checkpoints.some(({ folder }) => folder === event.checkpoint)) return;
    const model = `${fineTunedName(job)}:ckpt-step-${metrics.step}`;
    const checkpoint = { id: newId('ftckpt'), createdAt: clock.now(), model, folder: event.checkpoint, metrics };
    await jobs.update(id, { checkpoints: [...job.checkpoints, checkpoint] });
    await jobs.addEvent(id, { level: 'info', message: `Checkpoint created at step ${metrics.step}` });
  }

  async function succeed(id: string, outcome: { checkpoint: string; trainedTokens: number }): Promise<void> {
    const csv = Readable.from([Buffer.from(resultCsv(jobs.events(id)))]);
    const result = await files.put({ filename: 'step_metrics.csv', purpose: 'fine-tune-results' }, csv);
    const job = jobs.get(id);
    const fineTunedModel = fineTunedName(job);
    await jobs.addEvent(id, { level: 'info', message: `New fine-tuned model created: ${fineTunedModel}` });
    await jobs.addEvent(id, { level: 'info', message: 'The job has successfully completed' });
    await jobs.update(id, {
      status: 'succeeded',
      finishedAt: clock.now(),
      fineTunedModel,
      trainedTokens: outcome.trainedTokens,
      resultFiles: [result.id],
      checkpointFolder: outcome.checkpoint,
    });
  }

  async function fail(id: string, thrown: unknown): Promise<void> {
    const isOurs = thrown instanceof ApiError || thrown instanceof ImaginariumError;
    const hint = thrown instanceof ImaginariumError && thrown.hint ? ` ${thrown.hint}` : '';
    const error = {
      code: (isOurs ? thrown.code : null) ?? 'internal_error',
      message: `${messageOf(thrown)}${hint}`,
      param: thrown instanceof ApiError ? thrown.param : null,
    };
    await jobs.addEvent(id, { level: 'error', message: error.message });
    await jobs.update(id, { status: 'failed', finishedAt: clock.now(), error });
  }

  async function stopped(id: string, reason: Stop): Promise<void> {
    if (reason === 'cancel') {
      await jobs.addEvent(id, { level: 'info', message: 'The job was cancelled' });
      await jobs.update(id, { status: 'cancelled', finishedAt: clock.now() });
    }
    if (reason === 'pause') {
      await jobs.addEvent(id, { level: 'info', message: 'The job was paused' });
      await jobs.update(id, { status: 'paused' });
    }
  }

  /** Stops a job that is worked on, or marks one that waits. */
  async function stop(id: string, reason: Exclude<Stop, 'close'>): Promise<JobRecord> {
    if (current?.id === id) {
      current.controller.abort(reason);
      await current.done;
    } else await stopped(id, reason);
    return jobs.get(id);
  }

  const refuse = (job: JobRecord, verb: string): never => {
    throw new ApiError(400, `Job ${job.id} is ${job.status} and cannot be ${verb}.`, { param: 'fine_tuning_job_id' });
  };

  return {
    wake,
    cancel: async (id) => (isOver(jobs.get(id)) ? refuse(jobs.get(id), 'cancelled') : stop(id, 'cancel')),
    pause: async (id) => {
      const job = jobs.get(id);
      return isOver(job) || job.status === 'paused' ? refuse(job, 'paused') : stop(id, 'pause');
    },
    resume: async (id) => {
      const job = jobs.get(id);
      if (job.status !== 'paused') refuse(job, 'resumed');
      await jobs.addEvent(id, { level: 'info', message: 'The job was resumed' });
      const isValidated = jobs.events(id).some(({ message }) => message === VALIDATED);
      const resumed = await jobs.update(id, { status: isValidated ? 'queued' : 'validating_files' });
      wake();
      return resumed;
    },
    close: async () => {
      isClosed = true;
      current?.controller.abort('close' satisfies Stop);
      await current?.done;
    },
  };
}

const VALIDATED = 'Files validated, moving job to queued state';
const STARTED = 'Fine-tuning job started';
