import type { Clock } from '@imaginarium/contracts';
import { fineTunedName, type JobCheckpoint, type JobEventRecord } from './job-record.ts';
import type { JobStore } from './job-store.ts';
import { newId } from './new-id.ts';
import { dropOldCheckpoints } from './trained-models.ts';
import type { TrainingEvent, TrainingMetrics } from './trainer.ts';

export interface EventKeeper {
  /** Takes the event at once; it is on its way to the disk then. */
  keep(event: TrainingEvent): void;
  /** Resolves when all is on disk. @throws ImaginariumError `disk/…` */
  settled(): Promise<void>;
}

/**
 * Keeps what a trainer tells of a job, in its order, although a trainer does not wait for the disk. A trainer that goes on after a
 * stop tells again what it told since it last kept its state: that is dropped.
 */
export function createEventKeeper(
  { jobs, clock }: { readonly jobs: JobStore; readonly clock: Clock },
  id: string,
): EventKeeper {
  const told = new Set(jobs.events(id).map(keyOf));
  const pending = new Set<Promise<unknown>>();
  let failure: { readonly thrown: unknown } | undefined;
  const wait = (work: Promise<unknown>): void => {
    const settled = work
      .catch((thrown: unknown) => {
        failure ??= { thrown };
      })
      .finally(() => pending.delete(settled));
    pending.add(settled);
  };
  const add = (event: Pick<JobEventRecord, 'level' | 'message' | 'metrics'>): void => {
    if (!told.has(keyOf(event))) wait(jobs.addEvent(id, event));
  };

  function keepCheckpoint(checkpoint: string, metrics: FiniteMetrics): void {
    const job = jobs.get(id);
    const folder = jobs.keepPath(checkpoint);
    const model = `${fineTunedName(job)}:ckpt-step-${metrics.step}`;
    if (job.checkpoints.some((known) => known.folder === folder || known.model === model)) return;
    const kept = { id: newId('ftckpt'), createdAt: clock.now(), model, folder, metrics };
    // Older ones go when this one is on disk.
    wait(jobs.update(id, { checkpoints: [...job.checkpoints, kept] }).then(() => dropOldCheckpoints(jobs, id)));
    add({ level: 'info', message: `Checkpoint created at step ${metrics.step}` });
  }

  return {
    keep: (event) => {
      if (event.kind === 'message') return add({ level: event.level, message: event.message });
      const metrics = finite(event.metrics);
      if (event.kind === 'checkpoint') return keepCheckpoint(event.checkpoint, metrics);
      const { trainLoss } = metrics;
      if (trainLoss !== undefined) {
        const whole = { ...metrics, trainLoss };
        return add({ level: 'info', message: describe(whole), metrics: whole });
      }
      const message = `Step ${metrics.step}/${metrics.totalSteps}: the training loss is not a finite number`;
      add({ level: 'warn', message });
    },
    settled: async () => {
      await Promise.all(pending);
      if (failure) throw failure.thrown;
    },
  };
}

/** Numbers of a step are told once without and once with held-out scores; the numbers themselves may differ in their last bits. */
function keyOf({ level, message, metrics }: Pick<JobEventRecord, 'level' | 'message' | 'metrics'>): string {
  return metrics ? `${metrics.step} ${metrics.validLoss !== undefined}` : `${level} ${message}`;
}

function describe({ step, totalSteps, trainLoss, validLoss }: TrainingMetrics): string {
  const heldOut = validLoss === undefined ? '' : `, validation loss=${validLoss.toFixed(4)}`;
  return `Step ${step}/${totalSteps}: training loss=${trainLoss.toFixed(4)}${heldOut}`;
}

type FiniteMetrics = JobCheckpoint['metrics'];

/** JSON has no other numbers: what is none is left out. */
function finite({ step, totalSteps, ...scores }: TrainingMetrics): FiniteMetrics {
  return {
    step,
    totalSteps,
    ...Object.fromEntries(Object.entries(scores).filter(([, score]) => Number.isFinite(score))),
  };
}
