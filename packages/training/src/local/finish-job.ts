import { Readable } from 'node:stream';
import { type Clock, ImaginariumError, messageOf } from '@imaginarium/contracts';
import { ApiError } from './api-error.ts';
import type { FileStore } from './file-store.ts';
import { fineTunedName } from './job-record.ts';
import type { JobStore } from './job-store.ts';
import { newId } from './new-id.ts';
import { resultCsv } from './result-file.ts';
import { dropOldCheckpoints } from './trained-models.ts';
import type { TrainingOutcome } from './trainer.ts';

interface Stores {
  readonly jobs: JobStore;
  readonly files: FileStore;
  readonly clock: Clock;
}

/**
 * Writes down how a job ended. Killed at any point and called again it leaves one result file and each event once.
 * @throws the signal's reason for a job that was stopped meanwhile: that is what it stays
 */
export async function finishJob(
  stores: Stores,
  id: string,
  ending: { readonly outcome: TrainingOutcome } | { readonly failure: unknown },
  signal: AbortSignal,
): Promise<void> {
  if ('outcome' in ending) await succeed(stores, id, ending.outcome, signal);
  else await fail(stores, id, ending.failure);
}

async function succeed(
  { jobs, files, clock }: Stores,
  id: string,
  outcome: TrainingOutcome,
  signal: AbortSignal,
): Promise<void> {
  const fineTunedModel = fineTunedName(jobs.get(id));
  const resultFile = jobs.get(id).resultFiles[0] ?? newId('file');
  await jobs.update(id, { resultFiles: [resultFile] });
  if (!files.has(resultFile)) {
    const csv = Buffer.from(resultCsv(jobs.events(id)));
    const received = await files.receive(Readable.from([csv]), csv.length);
    await received.keep({ filename: 'step_metrics.csv', purpose: 'fine-tune-results', id: resultFile });
  }
  await dropOldCheckpoints(jobs, id);
  signal.throwIfAborted();
  await Promise.all([
    sayOnce(jobs, id, { level: 'info', message: `New fine-tuned model created: ${fineTunedModel}` }),
    sayOnce(jobs, id, { level: 'info', message: 'The job has successfully completed' }),
    jobs.update(id, {
      status: 'succeeded',
      finishedAt: clock.now(),
      fineTunedModel,
      trainedTokens: outcome.trainedTokens,
      checkpointFolder: jobs.keepPath(outcome.checkpoint),
    }),
  ]);
}

async function fail({ jobs, clock }: Stores, id: string, thrown: unknown): Promise<void> {
  const isOurs = thrown instanceof ApiError || thrown instanceof ImaginariumError;
  const hint = thrown instanceof ImaginariumError && thrown.hint ? ` ${thrown.hint}` : '';
  const error = {
    code: (isOurs ? thrown.code : null) ?? 'internal_error',
    message: `${messageOf(thrown)}${hint}`,
    param: thrown instanceof ApiError ? thrown.param : null,
  };
  await Promise.all([
    sayOnce(jobs, id, { level: 'error', message: error.message }),
    jobs.update(id, { status: 'failed', finishedAt: clock.now(), error }),
  ]);
}

async function sayOnce(jobs: JobStore, id: string, event: { level: 'info' | 'error'; message: string }): Promise<void> {
  if (!jobs.events(id).some(({ message }) => message === event.message)) await jobs.addEvent(id, event);
}
