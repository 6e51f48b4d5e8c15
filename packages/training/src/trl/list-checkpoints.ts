import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TrainingMetrics } from '../local/trainer.ts';
import { accuracyOf } from './read-log-line.ts';

const FOLDER = /^checkpoint-(\d+)$/;

const stateSchema = z.object({
  global_step: z.number().int(),
  max_steps: z.number().int(),
  log_history: z.array(z.record(z.string(), z.unknown())),
});

export interface TrlCheckpoint {
  readonly folder: string;
  readonly metrics: TrainingMetrics;
  /** Tokens read in training until then, as TRL counts them (`num_tokens`) at each log. */
  readonly tokens: number;
}

/**
 * The whole checkpoints in TRL's output folder, in order of step. transformers writes `trainer_state.json` last: a folder
 * without one, or with half of one, is not whole (yet).
 */
export async function listCheckpoints(output: string): Promise<TrlCheckpoint[]> {
  const names = await readdir(output).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => FOLDER.test(name)).map((name) => readCheckpoint(join(output, name))),
  );
  return found
    .filter((checkpoint) => checkpoint !== undefined)
    .sort((one, other) => one.metrics.step - other.metrics.step);
}

/** Drops what only going on from a checkpoint needs, twice the size of the model, from one that is not the last. */
export async function dropOptimiser({ folder }: TrlCheckpoint): Promise<void> {
  await rm(join(folder, 'optimizer.pt'), { force: true });
}

async function readCheckpoint(folder: string): Promise<TrlCheckpoint | undefined> {
  let state: z.infer<typeof stateSchema>;
  try {
    const text = await readFile(join(folder, 'trainer_state.json'), 'utf8');
    // Python writes numbers that JSON has not.
    state = stateSchema.parse(JSON.parse(text.replaceAll(/: (NaN|-?Infinity)\b/g, ': null')));
  } catch {
    return undefined;
  }
  const lastOf = (name: string) => numbersOf(state.log_history.findLast((logs) => name in logs) ?? {});
  const [training, held] = [lastOf('loss'), lastOf('eval_loss')];
  const validLoss = held.get('eval_loss');
  return {
    folder,
    metrics: {
      step: state.global_step,
      totalSteps: state.max_steps,
      trainLoss: training.get('loss') ?? Number.NaN,
      ...accuracyOf(training, '', 'trainAccuracy'),
      ...(validLoss === undefined ? {} : { validLoss }),
      ...accuracyOf(held, 'eval_', 'validAccuracy'),
    },
    tokens: countTokens(state.log_history),
  };
}

/** TRL counts from 0 again when it goes on from a checkpoint. */
function countTokens(history: readonly Record<string, unknown>[]): number {
  let [total, last] = [0, 0];
  for (const { num_tokens: tokens, loss } of history) {
    if (typeof tokens !== 'number' || loss === undefined) continue;
    total += tokens >= last ? tokens - last : tokens;
    last = tokens;
  }
  return Math.round(total);
}

function numbersOf(logs: Record<string, unknown>): Map<string, number> {
  return new Map(Object.entries(logs).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}
