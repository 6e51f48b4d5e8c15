import { isJsonObject } from '@imaginarium/contracts';
import type { ScriptedJob } from '../../testing/scripted-service.ts';

const STAGES = {
  validating: 'SCHEDULING',
  queued: 'SCHEDULING',
  running: 'RUNNING',
  paused: 'RUNNING',
  succeeded: 'COMPLETED',
  failed: 'ERROR',
  cancelled: 'CANCELED',
} as const;

/** A job as `GET /api/jobs/{namespace}/{id}` shows it: the names of its secrets, never their values. */
export function jobOnWire(job: ScriptedJob, namespace: string) {
  const { flavor, command, environment, labels, dockerImage, timeoutSeconds, secrets } = job.body;
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  return {
    type: 'job',
    id: job.id,
    createdAt: iso(job.createdAt),
    ...(job.finishedAt === null ? {} : { finishedAt: iso(job.finishedAt) }),
    dockerImage,
    command,
    environment,
    flavor,
    labels,
    timeoutSeconds,
    secrets: isJsonObject(secrets) ? Object.keys(secrets) : [],
    owner: { id: 'u1', name: namespace, type: 'user' },
    status: { stage: STAGES[job.state], message: job.state === 'failed' ? 'Job failed with exit code: 1' : null },
  };
}

/** What TRL would print: the lines that are there when the job has come this far. */
export function logOf(job: ScriptedJob): { readonly data: string; readonly timestamp: string }[] {
  const lines = job.events.flatMap(({ at, message, loss, step, state }) => {
    if (state === 'validating' || state === 'queued') return [];
    const stamp = new Date(at * 1000).toISOString();
    if (loss === undefined) {
      const texts =
        message === 'Training started'
          ? ['***** Running training *****', '  Total optimization steps = 4', `HF_TOKEN is ${secretOf(job)}`]
          : [message];
      return texts.map((data) => ({ data, timestamp: stamp }));
    }
    const dict = `{'loss': '${loss}', 'grad_norm': '0.5', 'learning_rate': '2e-05', 'mean_token_accuracy': '0.75', 'epoch': '${step / 2}'}`;
    return [{ data: dict, timestamp: stamp }];
  });
  return lines;
}

function secretOf({ body }: ScriptedJob): string {
  return isJsonObject(body.secrets) ? String(body.secrets.HF_TOKEN) : '';
}
