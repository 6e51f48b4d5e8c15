import { expect, it } from 'vitest';
import { createLogReader } from './parse-log.ts';

const settings = new Map([
  ['num_train_epochs', '2'],
  ['logging_steps', '5'],
]);

it('reads the lines of transformers 5, whose numbers are quoted, and of 4, whose are not', () => {
  const reader = createLogReader(settings);
  expect(reader.read('  Total optimization steps = 1,200')).toBeUndefined();
  expect(
    reader.read(
      "{'loss': '1.204', 'grad_norm': '0.51', 'learning_rate': '2e-05', 'mean_token_accuracy': '0.7', 'epoch': '0.5'}",
    ),
  ).toEqual({
    step: 300,
    totalSteps: 1200,
    trainLoss: 1.204,
    trainAccuracy: 0.7,
    validLoss: null,
    validAccuracy: null,
  });
  expect(
    reader.read("\r 50%|█ | 6/12 {'eval_loss': 0.9, 'eval_mean_token_accuracy': 0.8, 'epoch': 1.0}"),
  ).toMatchObject({
    step: 600,
    validLoss: 0.9,
    validAccuracy: 0.8,
    trainLoss: null,
  });
});

it('reads the accuracy of DPO, keeps nan out, and leaves the summary at the end', () => {
  const reader = createLogReader(settings);
  expect(
    reader.read("{'loss': 'nan', 'mean_token_accuracy': '0.1', 'rewards/accuracies': '0.625', 'epoch': '0.1'}"),
  ).toMatchObject({
    step: 0,
    totalSteps: null,
    trainLoss: null,
    trainAccuracy: 0.625,
  });
  expect(reader.read("{'loss': '0.5', 'epoch': '0.2'}")?.step).toBe(5);
  expect(reader.read("{'train_runtime': '9.1', 'train_loss': '0.6', 'epoch': '2'}")).toBeUndefined();
  expect(reader.read('Loading checkpoint shards: 100%')).toBeUndefined();
});
