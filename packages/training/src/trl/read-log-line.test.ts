import { expect, it } from 'vitest';
import { createLogReader } from './read-log-line.ts';

const start = { epochs: 2, loggingSteps: 5, doneSteps: 0, totalSteps: 30 };
const bar = '  3%|▎         | 1/36 [00:00<00:19,  1.81it/s]';

it('takes the total from the bar of training, not from those of tokenising or evaluating', () => {
  const read = createLogReader(start);
  read('Tokenizing train dataset: 100%|██████████| 144/144 [00:00<00:00, 719.92 examples/s]');
  read(bar);
  read(' 50%|█████     | 2/4 [00:00<00:00,  9.87it/s]');
  expect(read("{'loss': '7.619', 'num_tokens': '5535', 'mean_token_accuracy': '0', 'epoch': '0.2778'}")).toEqual({
    kind: 'metrics',
    metrics: { step: 5, totalSteps: 36, trainLoss: 7.619, trainAccuracy: 0 },
  });
});

it('reads bare numbers as transformers 4 wrote them, and what is no number', () => {
  const read = createLogReader(start);
  expect(read("{'loss': 1.23, 'grad_norm': nan, 'learning_rate': 2e-05, 'epoch': 0.5}")).toMatchObject({
    metrics: { trainLoss: 1.23 },
  });
  expect(read("{'loss': 'nan', 'epoch': '1'}")).toMatchObject({ metrics: { step: 10, trainLoss: Number.NaN } });
});

it('counts on from a checkpoint between two logs, and places an evaluation by its epoch', () => {
  const read = createLogReader({ ...start, doneSteps: 18 });
  read(bar);
  expect(read("{'loss': '4', 'rewards/accuracies': '0.75', 'epoch': '1.1'}")).toMatchObject({
    metrics: { step: 20, trainAccuracy: 0.75 },
  });
  expect(read("{'eval_loss': '4.946', 'eval_rewards/accuracies': '0.5', 'epoch': '2'}")).toMatchObject({
    metrics: { step: 36, trainLoss: 4, validLoss: 4.946, validAccuracy: 0.5 },
  });
});

it('says once what may spoil the training, and nothing of what will be renamed', () => {
  const read = createLogReader(start);
  const warning = 'The tokenized prompt is not a prefix of the tokenized prompt+completion, usually because …';
  expect(read(warning)).toEqual({ kind: 'message', level: 'warn', message: warning });
  expect(read(warning)).toBeUndefined();
  expect(read('warnings.warn(f"`{old}` is deprecated and will be removed in v6.", FutureWarning)')).toBeUndefined();
  expect(read("{'train_runtime': '12.5', 'train_loss': '4.8'}")).toBeUndefined();
});
