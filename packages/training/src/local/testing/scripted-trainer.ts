import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChatReply, ImaginariumError, messageOf } from '@imaginarium/contracts';
import type { CompletionRequest, Trainer, TrainingOrder } from '../trainer.ts';

export interface ScriptedTrainerOptions {
  /** @default 'scripted' */
  readonly name?: string;
  /** @default ['scripted-base'] */
  readonly baseModels?: readonly string[];
  /** Called before each step, and waited for: holds training where a test wants it. @default goes on at once */
  readonly beforeStep?: (step: number, signal: AbortSignal) => Promise<void>;
  /** @default answers with the last message, or calls the first tool */
  readonly complete?: Trainer['complete'];
}

/** A trainer that remembers what it was asked for. */
export interface ScriptedTrainer extends Trainer {
  readonly orders: readonly TrainingOrder[];
  readonly requests: readonly CompletionRequest[];
}

const STEPS_AN_EPOCH = 4;

/**
 * Stands for a trainer in tests: an epoch has four steps and ends with a checkpoint, a folder that holds what it was trained on. What
 * is in `state.json` of the order's folder is done; a stop or kill loses the epoch under way, as with a real one.
 */
export function createScriptedTrainer(options: ScriptedTrainerOptions = {}): ScriptedTrainer {
  const orders: TrainingOrder[] = [];
  const requests: CompletionRequest[] = [];
  return {
    orders,
    requests,
    name: options.name ?? 'scripted',
    baseModels: options.baseModels ?? ['scripted-base'],
    methods: ['supervised', 'dpo'],
    train: async (order, { signal, onEvent }) => {
      orders.push(order);
      const statePath = join(order.folder, 'state.json');
      await mkdir(order.folder, { recursive: true });
      const text = await readFile(order.trainingFile, 'utf8');
      if (text.includes('"cannot be trained on"'))
        throw new ImaginariumError({
          code: 'input/scripted',
          message: 'Line 1 cannot be trained on.',
          hint: 'Remove it.',
        });
      const before = order.checkpoint === null ? [] : await readLineage(order.checkpoint);
      const epochs = order.epochs ?? 3;
      const totalSteps = epochs * STEPS_AN_EPOCH;
      const done = JSON.parse(await readFile(statePath, 'utf8').catch(() => '0')) as number;
      if (done === 0) onEvent({ kind: 'message', level: 'info', message: `${epochs} epochs to train` });
      const tellCheckpoint = (epoch: number): void =>
        onEvent({ kind: 'checkpoint', checkpoint: join(order.folder, `epoch-${epoch}`), metrics: metricsOf(epoch) });
      const metricsOf = (epoch: number) => {
        const step = epoch * STEPS_AN_EPOCH;
        return { step, totalSteps, trainLoss: 1 / step, validLoss: 2 / step, validAccuracy: 1 - 1 / step };
      };
      // Killed after it kept its state, it may not have been heard.
      if (done > 0) tellCheckpoint(done);
      for (let epoch = done; epoch < epochs; epoch++) {
        for (let step = epoch * STEPS_AN_EPOCH + 1; step <= (epoch + 1) * STEPS_AN_EPOCH; step++) {
          await options.beforeStep?.(step, signal);
          signal.throwIfAborted();
          onEvent({ kind: 'metrics', metrics: { step, totalSteps, trainLoss: 1 / step } });
        }
        const checkpoint = join(order.folder, `epoch-${epoch + 1}`);
        await mkdir(checkpoint, { recursive: true });
        await writeFile(
          join(checkpoint, 'lineage.json'),
          JSON.stringify([...before, `seed ${order.seed} epoch ${epoch + 1}`]),
        );
        await writeFile(statePath, JSON.stringify(epoch + 1));
        onEvent({ kind: 'metrics', metrics: metricsOf(epoch + 1) });
        tellCheckpoint(epoch + 1);
      }
      return { checkpoint: join(order.folder, `epoch-${epochs}`), trainedTokens: text.length * epochs };
    },
    complete: async (model, request, call) => {
      requests.push(request);
      if (options.complete) return options.complete(model, request, call);
      const lineage = model.checkpoint === null ? [] : await readLineage(model.checkpoint);
      return answer(model.baseModel, request, lineage);
    },
  };
}

async function readLineage(checkpoint: string): Promise<string[]> {
  try {
    return JSON.parse(await readFile(join(checkpoint, 'lineage.json'), 'utf8')) as string[];
  } catch (thrown) {
    throw new Error(`There is no checkpoint in ${checkpoint}: ${messageOf(thrown)}`);
  }
}

function answer(model: string, { messages, tools, toolChoice }: CompletionRequest, lineage: string[]): ChatReply {
  const last = messages.at(-1)?.content ?? '';
  const tool = typeof toolChoice === 'object' ? toolChoice.name : toolChoice === 'none' ? undefined : tools?.[0]?.name;
  const usage = { inputTokens: messages.length, outputTokens: 3, isEstimated: false };
  if (tool === undefined || messages.at(-1)?.role === 'tool')
    return {
      message: { role: 'assistant', content: `${[model, ...lineage].join(', ')}: ${last}` },
      finishReason: 'stop',
      usage,
      model,
    };
  const args = { query: last };
  const call = { id: 'call_1', name: tool, arguments: args, argumentsText: JSON.stringify(args) };
  return { message: { role: 'assistant', content: '', toolCalls: [call] }, finishReason: 'tool-calls', usage, model };
}
