import type {
  EndpointName,
  JobEvent,
  JobState,
  TuningCheckpoint,
  TuningJob,
  TuningMetrics,
} from '@imaginarium/contracts';
import type { z } from 'zod';
import { type WireEvent, type WireJob, type wireCheckpointSchema, wireMetricsSchema } from './wire.ts';

/** Key of the metadata pair that names our launches. */
export const RUN_KEY = 'imaginarium_run';

export interface EndpointAddress {
  readonly name: EndpointName;
  readonly server: string;
  /** Whether it is OpenAI's own service. */
  readonly isOwn: boolean;
}

const STATES: Readonly<Record<string, JobState>> = {
  validating_files: 'validating',
  queued: 'queued',
  pending: 'queued',
  running: 'running',
  paused: 'paused',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** A status that is not known counts as running, so that it is watched on; its own word is kept. */
export function readJob(job: WireJob, { name, server, isOwn }: EndpointAddress): TuningJob {
  const state = STATES[job.status] ?? 'running';
  const method = job.method?.type;
  const failure = state === 'failed' ? job.error : undefined;
  return {
    endpoint: name,
    id: job.id,
    runKey: job.metadata?.[RUN_KEY] ?? null,
    model: job.model,
    method: method === 'supervised' ? 'sft' : method === 'dpo' ? 'dpo' : null,
    state: state === 'queued' && job.paused_at != null ? 'paused' : state,
    stateAs: job.status,
    createdAt: job.created_at,
    finishedAt: job.finished_at ?? null,
    checkpoint: addressOf(job.fine_tuned_model, { server, isOwn }),
    trainedTokens: job.trained_tokens,
    failure:
      state === 'failed'
        ? { code: failure?.code ?? 'unknown', message: failure?.message ?? 'The endpoint does not say why.' }
        : null,
    url: isOwn ? `https://platform.openai.com/finetune/${job.id}` : null,
  };
}

export function readEvent(event: WireEvent): JobEvent {
  const level = event.level === 'warn' || event.level === 'error' ? event.level : 'info';
  const data = event.type === 'metrics' ? wireMetricsSchema.safeParse(event.data) : undefined;
  const metrics = data?.success ? readMetrics(data.data) : null;
  return { id: event.id, at: event.created_at, level, message: event.message, ...(metrics && { metrics }) };
}

export function readCheckpoint(
  checkpoint: z.infer<typeof wireCheckpointSchema>,
  address: Pick<EndpointAddress, 'server' | 'isOwn'>,
): TuningCheckpoint {
  const step = checkpoint.step_number;
  return {
    id: checkpoint.id,
    step,
    model: addressOf(checkpoint.fine_tuned_model_checkpoint, address),
    metrics: readMetrics({ ...checkpoint.metrics, step }),
  };
}

/** Null where nothing was measured. The loss on the whole validation set goes before that on a batch of it. */
export function readMetrics(wire: z.infer<typeof wireMetricsSchema>): TuningMetrics | null {
  if (wire.step == null || wire.step < 0) return null;
  const metrics = {
    trainLoss: wire.train_loss ?? null,
    trainAccuracy: wire.train_mean_token_accuracy ?? wire.train_accuracy ?? null,
    validLoss: wire.full_valid_loss ?? wire.valid_loss ?? null,
    validAccuracy: wire.full_valid_mean_token_accuracy ?? wire.valid_mean_token_accuracy ?? null,
  };
  if (Object.values(metrics).every((value) => value === null)) return null;
  return { step: wire.step, totalSteps: wire.total_steps || null, ...metrics };
}

function addressOf(model: string | null, { server, isOwn }: Pick<EndpointAddress, 'server' | 'isOwn'>): string | null {
  return model === null ? null : `openai:${model}${isOwn ? '' : `@${server}`}`;
}
