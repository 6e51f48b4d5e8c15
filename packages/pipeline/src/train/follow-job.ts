import {
  ImaginariumError,
  isFinal,
  type JobEvent,
  type TuningCheckpoint,
  type TuningEndpoint,
  type TuningJob,
} from '@imaginarium/contracts';
import type { Environment } from '../environment.ts';

/**
 * Waits for a job to end and tells what happens meanwhile; given up and taken up again, it misses nothing.
 *
 * @throws ImaginariumError `interrupted/following` when the signal ends the wait, which the job outlives; `endpoint/…`, `permission/…`
 */
export async function followJob(
  endpoint: TuningEndpoint,
  id: string,
  { signal }: Environment,
  onEvent: (event: JobEvent) => void,
): Promise<{ readonly job: TuningJob; readonly checkpoints: readonly TuningCheckpoint[] }> {
  const call = signal ? { signal } : {};
  try {
    for await (const event of endpoint.watch(id, call)) onEvent(event);
    const job = await endpoint.job(id, call);
    return { job, checkpoints: isFinal(job.state) ? await endpoint.checkpoints(id, call) : [] };
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw new ImaginariumError({
      code: 'interrupted/following',
      message: `The job ${id} is no longer followed; it goes on at ${endpoint.name}.`,
      hint: `imaginarium jobs ${id} --follow takes it up again, --cancel ends it.`,
      cause: error,
    });
  }
}
