import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@imaginarium/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobRecord } from './job-record.ts';
import { openJobStore } from './job-store.ts';
import { createEventKeeper } from './keep-training-event.ts';
import { newId } from './new-id.ts';

const clock = { now: () => 1_790_000_000_000, sleep: systemClock.sleep };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobs-'));
});
afterEach(() => rm(folder, { recursive: true }));

function job(): Omit<JobRecord, 'createdAt'> {
  const hyperparameters = { n_epochs: 1, batch_size: 'auto', learning_rate_multiplier: 'auto' } as const;
  const nothing = { finishedAt: null, from: null, pausedAt: null, validationFile: null, suffix: null, metadata: null };
  const noResult = { error: null, fineTunedModel: null, checkpointFolder: null, trainedTokens: null };
  const lists = { resultFiles: [], checkpoints: [], deletedModels: [] };
  const made = {
    id: newId('ftjob'),
    status: 'running',
    model: 'm',
    baseModel: 'm',
    trainer: 't',
    trainingFile: 'f',
  } as const;
  return { ...made, ...nothing, ...noResult, ...lists, method: 'supervised', hyperparameters, seed: 1 };
}

describe('the job store', () => {
  it('keeps events that come faster than the disk in their order, and changes made at once', async () => {
    const store = await openJobStore(folder, { clock });
    const { id } = await store.add(job());
    const keeper = createEventKeeper({ jobs: store, clock }, id);
    const steps = Array.from({ length: 2000 }, (_, step) => step);
    for (const step of steps) {
      const metrics = { step, totalSteps: 2000, trainLoss: 1 };
      keeper.keep({ kind: 'metrics', metrics });
      if (step % 100 === 0)
        keeper.keep({ kind: 'checkpoint', checkpoint: join(store.folderOf(id), `c${step}`), metrics });
    }
    await Promise.all([keeper.settled(), ...[1, 2, 3].map((seed) => store.update(id, { seed }))]);
    await store.close();
    // What a kill cuts off in the middle of a line was never answered for.
    await appendFile(join(folder, id, 'events.jsonl'), '{"id":"ftevent-half');
    const again = await openJobStore(folder, { clock });
    const kept = again.events(id);
    expect(kept.flatMap(({ metrics }) => (metrics ? [metrics.step] : []))).toEqual(steps);
    expect(kept.filter(({ metrics }) => !metrics)).toHaveLength(20);
    expect(new Set(kept.map((event) => event.id)).size).toBe(kept.length);
    expect(again.get(id)).toMatchObject({ seed: 3 });
    expect(again.get(id).checkpoints.map(({ model }) => model.split('-').at(-1))).toEqual(
      Array.from({ length: 20 }, (_, nth) => String(nth * 100)),
    );
    await again.close();
  });

  it('says in words what is no number in JSON', async () => {
    const store = await openJobStore(folder, { clock });
    const { id } = await store.add(job());
    const keeper = createEventKeeper({ jobs: store, clock }, id);
    const metrics = { step: 1, totalSteps: 2, trainLoss: Number.NaN, validLoss: Number.POSITIVE_INFINITY };
    keeper.keep({ kind: 'metrics', metrics });
    keeper.keep({ kind: 'checkpoint', checkpoint: join(folder, id, 'c'), metrics });
    keeper.keep({ kind: 'metrics', metrics: { ...metrics, trainLoss: 1 } });
    await keeper.settled();
    await store.close();
    const again = await openJobStore(folder, { clock });
    expect(again.events(id)).toMatchObject([
      { level: 'warn' },
      { level: 'info' },
      { metrics: { step: 1, trainLoss: 1 } },
    ]);
    expect(again.get(id).checkpoints[0]?.metrics).toEqual({ step: 1, totalSteps: 2 });
  });

  it('gives jobs that were made in one millisecond in the order of their making, after a restart too', async () => {
    const store = await openJobStore(folder, { clock });
    const ids = [];
    for (let nth = 0; nth < 12; nth++) ids.push((await store.add(job())).id);
    const again = await openJobStore(folder, { clock });
    expect(again.list().map(({ id }) => id)).toEqual(ids);
    ids.push((await again.add(job())).id);
    expect((await openJobStore(folder, { clock })).list().map(({ id }) => id)).toEqual(ids);
  });

  it('does not start with an event log that somebody broke', async () => {
    const store = await openJobStore(folder, { clock });
    const { id } = await store.add(job());
    await store.addEvent(id, { level: 'info', message: 'one' });
    await store.close();
    await appendFile(join(folder, id, 'events.jsonl'), '{"broken": \n{}\n');
    await expect(openJobStore(folder, { clock })).rejects.toMatchObject({
      code: 'input/malformed',
      message: expect.stringContaining('events.jsonl:2'),
    });
  });
});
