import type { JobState, JsonObject } from '@imaginarium/contracts';

/** What happens to a job between two looks at it. */
export interface ScriptedStep {
  readonly state?: JobState;
  readonly event?: string;
  readonly loss?: number;
  readonly checkpoint?: number;
}

export type Plan = 'normal' | 'fail' | 'stall';

const PLANS: Readonly<Record<Plan, readonly ScriptedStep[]>> = {
  normal: [
    { state: 'queued', event: 'Files validated, moving to queue' },
    { state: 'running', event: 'Training started' },
    { event: 'Step 1', loss: 2.5 },
    { event: 'Step 2', loss: 1.5, checkpoint: 2 },
    { event: 'Step 3', loss: 1.25 },
    { event: 'Step 4', loss: 1.125, checkpoint: 4 },
    { state: 'succeeded', event: 'The job has successfully completed' },
  ],
  fail: [
    { state: 'running', event: 'Training started' },
    { state: 'failed', event: 'The job failed due to an unfit file' },
  ],
  stall: [{ state: 'running', event: 'Training started' }],
};

export interface ScriptedFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly createdAt: number;
}

export interface ScriptedEvent {
  readonly id: string;
  readonly at: number;
  readonly message: string;
  readonly step: number;
  readonly loss: number | undefined;
  readonly state: JobState;
}

export interface ScriptedJob {
  readonly id: string;
  readonly createdAt: number;
  readonly body: JsonObject;
  state: JobState;
  updatedAt: number;
  finishedAt: number | null;
  readonly events: ScriptedEvent[];
  readonly checkpoints: { readonly id: string; readonly step: number; readonly loss: number; readonly at: number }[];
}

/** A fine-tuning service without a wire format: files, and jobs that go on by one step of the plan a tick. Times are seconds. */
export interface ScriptedService {
  readonly files: ScriptedFile[];
  readonly jobs: ScriptedJob[];
  plan: Plan;
  addFile(name: string, bytes: number, id?: string): ScriptedFile;
  addJob(body: JsonObject, id?: string): ScriptedJob;
  find(id: string): ScriptedJob | undefined;
  cancel(job: ScriptedJob): void;
  tick(): void;
}

export function createScriptedService(): ScriptedService {
  // An odd tick shares its second with the one before, as events of real jobs do.
  let ticks = 0;
  const now = () => 1_790_000_000 + Math.floor(ticks / 2);
  const isOver = (job: ScriptedJob) => job.finishedAt !== null;
  const note = (job: ScriptedJob, message: string, loss?: number) => {
    const step = loss === undefined ? 0 : job.events.filter((event) => event.loss !== undefined).length + 1;
    const id = `ftevent-${job.id}-${job.events.length}`;
    job.updatedAt = now();
    job.events.push({ id, at: now(), message, step, loss, state: job.state });
  };
  const enter = (job: ScriptedJob, state: JobState) => {
    job.state = state;
    if (state === 'succeeded' || state === 'failed' || state === 'cancelled') job.finishedAt = now();
  };
  const service: ScriptedService = {
    files: [],
    jobs: [],
    plan: 'normal',
    addFile: (name, bytes, id = `file-${service.files.length + 1}`) => {
      const file = { id, name, bytes, createdAt: now() };
      service.files.push(file);
      return file;
    },
    addJob: (body, id = `ftjob-${service.jobs.length + 1}`) => {
      ticks += 2;
      const job: ScriptedJob = {
        id,
        createdAt: now(),
        body,
        state: 'validating',
        updatedAt: now(),
        finishedAt: null,
        events: [],
        checkpoints: [],
      };
      note(job, 'Created the job');
      service.jobs.push(job);
      return job;
    },
    find: (id) => service.jobs.find((job) => job.id === id),
    cancel: (job) => {
      if (isOver(job)) return;
      enter(job, 'cancelled');
      note(job, 'The job was cancelled');
    },
    tick: () => {
      ticks += 1;
      for (const job of service.jobs) {
        const step = isOver(job) ? undefined : PLANS[service.plan][job.events.length - 1];
        if (!step) continue;
        if (step.state) enter(job, step.state);
        note(job, step.event ?? '', step.loss);
        if (step.checkpoint !== undefined)
          job.checkpoints.push({
            id: `ftckpt-${step.checkpoint}`,
            step: step.checkpoint,
            loss: step.loss ?? 0,
            at: now(),
          });
      }
    },
  };
  return service;
}
