import { type Clock, ImaginariumError, type JsonObject } from '@imaginarium/contracts';
import type { Trainer } from '../local/trainer.ts';
import { completeByServer, type TrlServer } from './complete-by-server.ts';
import type { Environment } from './run-process.ts';
import { type TrlRun, trainOrder } from './train-order.ts';

export interface TrlTrainerOptions {
  /** The Python of an environment with `trl`, a path or a name on the environment's PATH. */
  readonly python: string;
  /** Starts TRL's command, before `sft` or `dpo`. @default `[python, '-m', 'trl.cli.main']` */
  readonly trlCommand?: readonly string[];
  /** Names on the Hub or folders, offered as the untrained models. */
  readonly baseModels: readonly string[];
  /** What answers; without it only training works. */
  readonly serve?: TrlServer;
  readonly clock: Clock;
  /** Of the processes started, whole: at least PATH and HOME. Values named as secrets are kept out of logs and errors. */
  readonly env: Environment;
  /** `cpu` trains in 32 bits without looking for a GPU. @default 'auto' */
  readonly device?: 'auto' | 'cpu';
  /**
   * Rank of a LoRA adapter on all linear layers, alpha twice that; 0 trains all weights. An adapter wants a server that loads
   * adapters (vLLM: `--enable-lora`; `transformers serve` 5.23 fails on one), and cannot be trained on from. @default 0
   */
  readonly loraRank?: number;
  /** Tokens after which a row is cut off at its end. @default 4096 */
  readonly maxLength?: number;
  /** Rows at once on a device; gradients are gathered up to the batch size. @default 1 */
  readonly perDeviceBatchSize?: number;
  /** Puts system texts before the first user turn, in training and asking alike: Mistral's template drops them. @default true */
  readonly foldSystem?: boolean;
  /** Further settings by the names of TRL's SFTConfig or DPOConfig; they win. */
  readonly parameters?: JsonObject;
}

/**
 * Trains with TRL's own `trl sft` and `trl dpo` in a Python that the user has, one checkpoint an epoch, and answers through a
 * server that the user has.
 */
export function createTrlTrainer(options: TrlTrainerOptions): Trainer {
  const { python, baseModels, env, clock, serve, foldSystem = true } = options;
  const run: TrlRun = {
    python,
    trlCommand: options.trlCommand ?? [python, '-m', 'trl.cli.main'],
    settings: {
      device: options.device ?? 'auto',
      loraRank: options.loraRank ?? 0,
      maxLength: options.maxLength ?? 4096,
      perDeviceBatchSize: options.perDeviceBatchSize ?? 1,
      parameters: options.parameters ?? {},
    },
    foldSystem,
    env,
    clock,
  };
  const check = (baseModel: string): void => {
    if (baseModels.includes(baseModel)) return;
    throw new ImaginariumError({
      code: 'input/unknown-model',
      message: `The trl trainer was not given the base model ${baseModel}.`,
      hint: `It offers ${baseModels.join(', ') || 'none'}.`,
    });
  };
  return {
    name: 'trl',
    baseModels,
    methods: ['supervised', 'dpo'],
    train: async (order, { signal, onEvent }) => {
      check(order.baseModel);
      return trainOrder(order, run, { signal, onEvent });
    },
    complete: async ({ baseModel, checkpoint }, request, { signal }) => {
      check(baseModel);
      return completeByServer(checkpoint ?? baseModel, request, { server: serve, foldsSystem: foldSystem, signal });
    },
  };
}
