import type { JobState, TuningJob } from '@imaginarium/contracts';
import type { HubClient } from './hub-client.ts';
import type { ApiJob } from './hub-types.ts';
import { readJobCommand } from './job-command.ts';

/** The label that names the launch. */
export const RUN_LABEL = 'imaginarium-run';

/** Stages as the Hub has them (huggingface_hub 2.4, `JobStage`); the types of the JavaScript client list others. */
const STATES: Readonly<Record<string, JobState>> = {
  SCHEDULING: 'queued',
  RUNNING: 'running',
  COMPLETED: 'succeeded',
  CANCELED: 'cancelled',
  ERROR: 'failed',
  DELETED: 'cancelled',
};

export function stageOf({ status }: ApiJob): string {
  return String(status?.stage ?? 'UNKNOWN');
}

/** A stage that is not known counts as running: it is never taken for an end. */
export function stateOf(job: ApiJob): JobState {
  return STATES[stageOf(job)] ?? 'running';
}

/** @param logTail the last lines of its log, for a job that failed */
export function readJob(job: ApiJob, client: HubClient, logTail = ''): TuningJob {
  const training = readJobCommand(job.command ?? []);
  const state = stateOf(job);
  const target = training?.settings.get('hub_model_id');
  const said = [job.status?.message ?? '', logTail].filter((text) => text !== '').join('\n');
  return {
    endpoint: 'huggingface',
    id: job.id,
    runKey: job.labels?.[RUN_LABEL] ?? null,
    model: training?.settings.get('model_name_or_path') ?? 'unknown',
    method: training?.method ?? null,
    state,
    stateAs: stageOf(job),
    createdAt: Date.parse(job.createdAt),
    finishedAt: endOf(job, state),
    checkpoint: state === 'succeeded' && target !== undefined ? `huggingface:${target}` : null,
    trainedTokens: null,
    failure:
      state === 'failed'
        ? { code: stageOf(job), message: client.redact(said) || 'The job ended with an error and said nothing.' }
        : null,
    url: `${client.hubUrl}/jobs/${job.owner?.name ?? client.namespace}/${job.id}`,
  };
}

function endOf({ finishedAt, updatedAt }: ApiJob, state: JobState): number | null {
  if (state === 'queued' || state === 'running') return null;
  const at = Date.parse(finishedAt ?? updatedAt ?? '');
  return Number.isNaN(at) ? null : at;
}
