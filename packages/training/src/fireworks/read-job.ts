import { isFinal, type JobEvent, type JobState, sha256, type TuningJob } from '@imaginarium/contracts';
import type { WireJob } from './wire.ts';

const INFERENCE = 'https://api.fireworks.ai/inference/v1';
const SHOWN_KEY = 'imaginarium ';

const STATES: Readonly<Record<string, JobState>> = {
  JOB_STATE_CREATING: 'validating',
  JOB_STATE_VALIDATING: 'validating',
  JOB_STATE_CREATING_INPUT_DATASET: 'validating',
  JOB_STATE_PENDING: 'queued',
  JOB_STATE_RE_QUEUEING: 'queued',
  JOB_STATE_IDLE: 'queued',
  JOB_STATE_RUNNING: 'running',
  JOB_STATE_WRITING_RESULTS: 'running',
  JOB_STATE_CANCELLING: 'running',
  JOB_STATE_PAUSED: 'paused',
  JOB_STATE_COMPLETED: 'succeeded',
  JOB_STATE_EARLY_STOPPED: 'succeeded',
  JOB_STATE_FAILED: 'failed',
  JOB_STATE_EXPIRED: 'failed',
  JOB_STATE_CANCELLED: 'cancelled',
  JOB_STATE_DELETING: 'cancelled',
  JOB_STATE_DELETING_CLEANING_UP: 'cancelled',
};

/** The id that a launch gives its job, so that the service itself refuses a second: lower-case letters, digits and hyphens. */
export function jobIdOf(runKey: string): string {
  return `imaginarium-${sha256(runKey).slice(0, 32)}`;
}

/** Carries the run key where a person can see it, since the id cannot be turned back into it. */
export function displayNameOf(runKey: string): string {
  return `${SHOWN_KEY}${runKey}`;
}

/** A state that is not known counts as running, so that it is watched on. */
export function readJob(job: WireJob): TuningJob {
  const state = STATES[job.state] ?? 'running';
  const id = job.name.split('/').at(-1) ?? job.name;
  const output = job.outputModel || job.name.replace('/supervisedFineTuningJobs/', '/models/');
  const key = job.displayName?.startsWith(SHOWN_KEY) ? job.displayName.slice(SHOWN_KEY.length) : null;
  return {
    endpoint: 'fireworks',
    id,
    // A name that a person chose may look like ours: the id tells.
    runKey: key !== null && jobIdOf(key) === id ? key : null,
    model: job.baseModel || job.warmStartFrom || '',
    method: 'sft',
    state,
    stateAs: job.state,
    createdAt: job.createTime,
    finishedAt: isFinal(state) ? (job.completedTime ?? job.updateTime ?? job.createTime) : null,
    checkpoint: state === 'succeeded' ? `openai:${output}@${INFERENCE}` : null,
    trainedTokens: null,
    failure:
      state === 'failed'
        ? { code: job.status?.code || job.state, message: job.status?.message || 'Fireworks does not say why.' }
        : null,
    url: `https://app.fireworks.ai/dashboard/fine-tuning/supervised/${id}`,
  };
}

/** Fireworks lists no events: the state that a job is found in is one, each once. */
export function stateEvent({ job, at }: { readonly job: TuningJob; readonly at: number }): JobEvent {
  const word = job.stateAs
    .replace(/^JOB_STATE_/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
  const level = job.state === 'failed' ? 'error' : 'info';
  return {
    id: job.stateAs,
    at,
    level,
    message: job.failure ? `${word}: ${job.failure.message}` : `The job is ${word}.`,
  };
}
