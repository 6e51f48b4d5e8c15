import { hashOf, type JobEvent, type JobState, type TuningJob } from '@imaginarium/contracts';
import { readRunKey } from './run-suffix.ts';
import type { WireEvent, WireJob } from './wire.ts';

const STATES: Readonly<Record<string, JobState>> = {
  pending: 'queued',
  queued: 'queued',
  running: 'running',
  compressing: 'running',
  uploading: 'running',
  cancel_requested: 'running',
  cancelled: 'cancelled',
  error: 'failed',
  user_error: 'failed',
  completed: 'succeeded',
};

/** A status that is not known counts as running, so that it is watched on. */
export function readJob(job: WireJob, server: string): TuningJob {
  const state = STATES[job.status] ?? 'running';
  const method = job.training_method?.method;
  const isOver = state === 'succeeded' || state === 'failed' || state === 'cancelled';
  return {
    endpoint: 'together',
    id: job.id,
    runKey: readRunKey(job),
    model: job.model ?? '',
    method: method === 'sft' || method === 'dpo' ? method : null,
    state,
    stateAs: job.status,
    createdAt: job.created_at,
    finishedAt: isOver ? (job.updated_at ?? job.created_at) : null,
    checkpoint: state === 'succeeded' && job.model_output_name ? `openai:${job.model_output_name}@${server}` : null,
    trainedTokens: job.token_count ?? null,
    failure:
      state === 'failed'
        ? { code: job.status, message: 'Together tells the reason among the events of the job.' }
        : null,
    url: `https://api.together.ai/fine-tuning/${job.id}`,
  };
}

/** Together's events have no id: it is made of what they say, and of how often that was said before. */
export function readEvents(events: readonly WireEvent[]): JobEvent[] {
  const counts = new Map<string, number>();
  const inOrder = events.toSorted((a, b) => a.created_at - b.created_at);
  return inOrder.map((event) => {
    const content = hashOf(event).slice(0, 16);
    const before = counts.get(content) ?? 0;
    counts.set(content, before + 1);
    return {
      id: before === 0 ? content : `${content}-${before}`,
      at: event.created_at,
      level: readLevel(event),
      message: event.message,
    };
  });
}

function readLevel({ level, type }: WireEvent): JobEvent['level'] {
  if (level?.endsWith('error') || type === 'job_error') return 'error';
  return level?.endsWith('warning') || type === 'warning' ? 'warn' : 'info';
}
