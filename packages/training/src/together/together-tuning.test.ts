import { createRandom, type RecordFile, sha256, type TuningRequest } from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTogetherTuning } from './create-together-tuning.ts';
import { jobBody } from './job-body.ts';
import { readEvents } from './read-job.ts';
import { isOfRun, readRunKey, runSuffix } from './run-suffix.ts';

const request: TuningRequest = {
  runKey: 'run-1',
  model: 'mistralai/Mistral-7B-Instruct-v0.2',
  method: 'sft',
  training: { endpoint: 'together', id: 'file-1', sha256: '', bytes: 1 },
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
  sha256: '',
  tokens: 1e6,
};
const key = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/);
const suffix = fc.option(fc.stringMatching(/^[a-zA-Z0-9-]{1,40}$/), { nil: undefined });
const asked = (runKey: string, text: string | undefined) => ({ runKey, ...(text !== undefined && { suffix: text }) });

describe('the run key in the suffix', () => {
  it('is found again for every key and suffix, within the length, in the suffix and in the name of the output', () => {
    fc.assert(
      fc.property(key, suffix, (runKey, text) => {
        const given = runSuffix(asked(runKey, text));
        expect(given.length).toBeLessThanOrEqual(40);
        expect(isOfRun({ suffix: given, model_output_name: null }, runKey)).toBe(true);
        expect(isOfRun({ suffix: null, model_output_name: `me/model-${given}-0a1b2c3d` }, runKey)).toBe(true);
        expect([runKey, null]).toContain(readRunKey({ suffix: given, model_output_name: null }));
      }),
    );
  });

  it('tells every two keys apart', () => {
    fc.assert(
      fc.property(key, key, suffix, (one, other, text) => {
        fc.pre(one !== other);
        expect(isOfRun({ suffix: runSuffix(asked(one, text)), model_output_name: null }, other)).toBe(false);
      }),
    );
  });

  it('is not seen in the jobs of others', () => {
    expect(readRunKey({ suffix: 'my-run', model_output_name: 'me/model-my-run-0a1b2c3d' })).toBeNull();
    expect(readRunKey({ suffix: null, model_output_name: null })).toBeNull();
  });

  it('shows a short key as it is, also one that looks like a hash of another', () => {
    expect(readRunKey({ suffix: runSuffix({ runKey: 'run-1' }), model_output_name: null })).toBe('run-1');
    const long = 'k'.repeat(30);
    const hashed = `h${sha256(long).slice(0, 24)}`;
    expect(isOfRun({ suffix: runSuffix({ runKey: hashed }), model_output_name: null }, long)).toBe(false);
  });
});

describe('jobBody', () => {
  it('leaves to Together what was not given', () => {
    expect(jobBody(request)).toEqual({
      model: request.model,
      training_file: 'file-1',
      suffix: 'imrun-run-1',
      training_method: { method: 'sft', train_on_inputs: 'auto' },
    });
  });

  it('multiplies the documented rate, trains adapters or all weights, and has a validation file looked at', () => {
    const validation = { endpoint: 'together', id: 'file-2', sha256: '', bytes: 1 } as const;
    const hyperparameters = { epochs: 3, batchSize: 16, learningRateMultiplier: 2, beta: 0.2, loraRank: 8 };
    expect(jobBody({ ...request, method: 'dpo', validation, hyperparameters })).toMatchObject({
      validation_file: 'file-2',
      n_evals: 3,
      n_epochs: 3,
      batch_size: 16,
      learning_rate: 2e-5,
      training_type: { type: 'Lora', lora_r: 8, lora_alpha: 16 },
      training_method: { method: 'dpo', dpo_beta: 0.2 },
    });
    expect(jobBody({ ...request, hyperparameters: { loraRank: 0 } }).training_type).toEqual({ type: 'Full' });
  });

  it('goes on from a step of an earlier job', () => {
    const body = jobBody({ ...request, model: 'ft-0a1b-2c3d:12' });
    expect(body.from_checkpoint).toBe('ft-0a1b-2c3d:12');
    expect(body.model).toBeUndefined();
  });
});

describe('readEvents', () => {
  it('gives equal events of one second ids of their own, the same at every reading', () => {
    const event = { created_at: 5, message: 'Saved', type: 'checkpoint_save', level: null, hash: '', step: 0 };
    const first = readEvents([event, event, { ...event, created_at: 1, type: 'job_error' }]);
    expect(new Set(first.map(({ id }) => id)).size).toBe(3);
    expect(first.map(({ at, level }) => [at, level])).toEqual([
      [1, 'error'],
      [5, 'info'],
      [5, 'info'],
    ]);
    expect(readEvents([{ ...event, created_at: 1, type: 'job_error' }, event, event])).toEqual(first);
  });
});

describe('createTogetherTuning', () => {
  const tuning = createTogetherTuning({ clock: createManualClock(), random: createRandom(1) });

  it('names what Together does not do', async () => {
    const hyperparameters = { epochs: 21, beta: 1 };
    const messages = (await tuning.refuse({ ...request, hyperparameters }, [{ ...file, bytes: 6e9 }])).map(
      ({ message }) => message,
    );
    expect(messages).toHaveLength(3);
    expect(messages.join('\n')).toMatch(/21[\s\S]*beta[\s\S]*512 MB/);
    expect(await tuning.refuse({ ...request, hyperparameters: { loraRank: 8 } }, [file])).toEqual([]);
  });

  it('needs a key before it sends anything', async () => {
    await expect(tuning.launch(request)).rejects.toMatchObject({ code: 'secret/missing' });
    await expect(tuning.upload(file)).rejects.toMatchObject({ code: 'secret/missing' });
    expect(await tuning.check()).toMatchObject({ state: 'unknown' });
  });
});
