import { createRandom, type RecordFile, type TuningRequest } from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
import { createFireworksTuning } from './create-fireworks-tuning.ts';
import { jobBody } from './job-body.ts';
import { jobIdOf, readJob } from './read-job.ts';
import { datasetIdOf } from './upload-dataset.ts';
import { wireJobSchema } from './wire.ts';

const request: TuningRequest = {
  runKey: 'Run_1',
  model: 'accounts/fireworks/models/llama-v3p1-8b-instruct',
  method: 'sft',
  training: { endpoint: 'fireworks', id: 'data', sha256: '', bytes: 1 },
  validation: null,
  seed: 7,
  hyperparameters: {},
};
const file: RecordFile = {
  path: 'train.jsonl',
  target: 'openai',
  kind: 'sft',
  split: 'train',
  rows: 10,
  bytes: 100,
  sha256: 'ab'.repeat(32),
  tokens: null,
};

describe('names that Fireworks takes', () => {
  it('are made of lower-case letters, digits and hyphens, at most 63, and tell keys apart', () => {
    for (const id of [jobIdOf('Run_1'), jobIdOf('x'.repeat(64)), datasetIdOf(file)])
      expect(id).toMatch(/^[a-z][a-z0-9-]{0,62}$/);
    expect(jobIdOf('run_1')).not.toBe(jobIdOf('Run_1'));
  });
});

describe('jobBody', () => {
  it('trains a base model', () => {
    expect(jobBody(request, 'me')).toEqual({
      displayName: 'imaginarium Run_1',
      dataset: 'accounts/me/datasets/data',
      baseModel: request.model,
    });
  });

  it('goes on from an adapter of the account, with all settings', () => {
    const validation = { endpoint: 'fireworks', id: 'held-out', sha256: '', bytes: 1 } as const;
    const hyperparameters = { epochs: 2, batchSize: 8, loraRank: 16 };
    const body = jobBody({ ...request, model: 'accounts/me/models/first', validation, hyperparameters }, 'me');
    expect(body).toMatchObject({
      warmStartFrom: 'accounts/me/models/first',
      evaluationDataset: 'accounts/me/datasets/held-out',
      epochs: 2,
      batchSizeSamples: 8,
      loraRank: 16,
    });
    expect(body.baseModel).toBeUndefined();
  });
});

describe('readJob', () => {
  const wire = (change: object) =>
    wireJobSchema.parse({
      name: `accounts/me/supervisedFineTuningJobs/${jobIdOf('Run_1')}`,
      displayName: 'imaginarium Run_1',
      state: 'JOB_STATE_COMPLETED',
      createTime: '2026-11-22T10:00:00Z',
      ...change,
    });

  it('names where the result is asked', () => {
    expect(readJob(wire({ outputModel: 'accounts/me/models/out' }))).toMatchObject({
      runKey: 'Run_1',
      state: 'succeeded',
      checkpoint: 'openai:accounts/me/models/out@https://api.fireworks.ai/inference/v1',
    });
  });

  it('does not take a job for ours because of its name alone', () => {
    expect(readJob(wire({ name: 'accounts/me/supervisedFineTuningJobs/other' })).runKey).toBeNull();
  });

  it('counts early stopping as success, expiry as failure, and watches on what it does not know', () => {
    expect(readJob(wire({ state: 'JOB_STATE_EARLY_STOPPED' })).state).toBe('succeeded');
    expect(readJob(wire({ state: 'JOB_STATE_EXPIRED' })).failure?.message).toBeTruthy();
    expect(readJob(wire({ state: 'JOB_STATE_PONDERING' })).state).toBe('running');
  });
});

describe('createFireworksTuning', () => {
  const tuning = createFireworksTuning({ clock: createManualClock(), random: createRandom(1), account: 'me' });

  it('names what Fireworks does not do', async () => {
    const hyperparameters = { learningRateMultiplier: 2, loraRank: 0 };
    const problems = await tuning.refuse({ ...request, method: 'dpo', hyperparameters }, [
      { ...file, kind: 'preference', rows: 2, bytes: 200e6 },
    ]);
    const messages = problems.map(({ message }) => message).join('\n');
    for (const word of ['dpo', 'learningRateMultiplier', 'loraRank', '2 examples', '150 MB'])
      expect(messages).toContain(word);
    expect(await tuning.refuse({ ...request, hyperparameters: { loraRank: 8 } }, [file])).toEqual([]);
  });

  it('needs a key before it sends anything, and says when tokens were not counted', async () => {
    await expect(tuning.launch(request)).rejects.toMatchObject({ code: 'secret/missing' });
    expect(await tuning.estimate(request, [file])).toMatchObject({
      dollars: null,
      basis: expect.stringContaining('not counted'),
    });
  });
});
