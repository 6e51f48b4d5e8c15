import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { TrainingOrder } from '../local/trainer.ts';
import { configText, planTraining, type TrlSettings } from './plan-training.ts';

const order: TrainingOrder = {
  folder: '/job',
  baseModel: 'mistralai/Mistral-7B-Instruct-v0.3',
  checkpoint: null,
  trainingFile: '/train.jsonl',
  validationFile: null,
  method: 'supervised',
  epochs: null,
  batchSize: null,
  learningRateMultiplier: null,
  seed: 7,
};
const settings: TrlSettings = { device: 'auto', loraRank: 0, maxLength: 4096, perDeviceBatchSize: 2, parameters: {} };
const plan = (change: Partial<TrainingOrder> = {}, set: Partial<TrlSettings> = {}, rows = 1001) =>
  planTraining({
    order: { ...order, ...change },
    settings: { ...settings, ...set },
    rows,
    data: '/job/data',
    output: '/job/output',
    resumeFrom: null,
  });

describe('planTraining', () => {
  it('gathers gradients up to the batch size and logs some 200 times', () => {
    const { config, totalSteps, loggingSteps } = plan({ epochs: 10 });
    expect(config).toMatchObject({
      per_device_train_batch_size: 2,
      gradient_accumulation_steps: 4,
      eval_strategy: 'no',
    });
    expect([totalSteps, loggingSteps]).toEqual([1260, 6]);
  });

  it.each([
    [{}, {}, 2e-5],
    [{ learningRateMultiplier: 0.5 }, {}, 1e-5],
    [{ method: 'dpo' as const }, {}, 1e-6],
    [{}, { loraRank: 16 }, 2e-4],
    [{}, { parameters: { learning_rate: 3e-4 } }, 3e-4],
  ])('takes the rate of the method: %j %j', (change, set, rate) => {
    expect(plan(change, set).config.learning_rate).toBeCloseTo(rate, 12);
  });

  it('trains on from a checkpoint, on the CPU, with validation and beta, where it is asked to', () => {
    const { config } = plan(
      { checkpoint: '/earlier', validationFile: '/v.jsonl', method: 'dpo', beta: 0.3 },
      { device: 'cpu' },
    );
    expect(config).toMatchObject({
      model_name_or_path: '/earlier',
      eval_strategy: 'epoch',
      beta: 0.3,
      use_cpu: true,
      bf16: false,
    });
  });
});

it('writes small numbers so that YAML 1.1 reads numbers, which asks for a point in them', () => {
  const text = configText({ rate: 1e-7, other: 2.5e-9, path: '/a b: c', word: 'no' });
  expect(text).toContain('rate: 1.0e-7\n');
  expect(parse(text, { version: '1.1' })).toEqual({ rate: 1e-7, other: 2.5e-9, path: '/a b: c', word: 'no' });
});
