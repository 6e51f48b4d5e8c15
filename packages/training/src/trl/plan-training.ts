import type { JsonObject } from '@imaginarium/contracts';
import { stringify } from 'yaml';
import type { TrainingOrder } from '../local/trainer.ts';

const DEFAULT_EPOCHS = 3;
const DEFAULT_BATCH_SIZE = 8;
/** AdamW's rates, TRL's own defaults and what its documentation advises for LoRA, ten times as much. */
const LEARNING_RATES = { supervised: 2e-5, dpo: 1e-6 } as const;
const LORA_FACTOR = 10;
/** A job tells about so many training losses. */
const MOST_LOGS = 200;

export interface TrlSettings {
  readonly device: 'auto' | 'cpu';
  readonly loraRank: number;
  readonly maxLength: number;
  readonly perDeviceBatchSize: number;
  readonly parameters: JsonObject;
}

export interface TrainingPlan {
  readonly epochs: number;
  /** Optimiser steps on one device; TRL says itself how many there are. */
  readonly totalSteps: number;
  readonly loggingSteps: number;
  /** What `trl sft --config` or `trl dpo --config` reads. */
  readonly config: JsonObject;
}

export interface PlanInput {
  readonly order: TrainingOrder;
  readonly settings: TrlSettings;
  readonly rows: number;
  /** Folder with `train.jsonl` and, for validation, `test.jsonl`. */
  readonly data: string;
  readonly output: string;
  /** A checkpoint of this order to go on from. */
  readonly resumeFrom: string | null;
}

/** What TRL is asked to do, purely. */
export function planTraining({ order, settings, rows, data, output, resumeFrom }: PlanInput): TrainingPlan {
  const epochs = order.epochs ?? DEFAULT_EPOCHS;
  const batchSize = order.batchSize ?? DEFAULT_BATCH_SIZE;
  const perDevice = Math.min(settings.perDeviceBatchSize, batchSize);
  const accumulation = Math.ceil(batchSize / perDevice);
  const totalSteps = Math.ceil(Math.ceil(rows / perDevice) / accumulation) * epochs;
  const loggingSteps = Math.max(1, Math.floor(totalSteps / MOST_LOGS));
  const isLora = settings.loraRank > 0;
  const rate = LEARNING_RATES[order.method] * (isLora ? LORA_FACTOR : 1) * (order.learningRateMultiplier ?? 1);
  const config: JsonObject = {
    model_name_or_path: order.checkpoint ?? order.baseModel,
    dataset_name: data,
    output_dir: output,
    num_train_epochs: epochs,
    per_device_train_batch_size: perDevice,
    per_device_eval_batch_size: perDevice,
    gradient_accumulation_steps: accumulation,
    learning_rate: rate,
    lr_scheduler_type: 'cosine',
    max_length: settings.maxLength,
    seed: order.seed,
    logging_steps: loggingSteps,
    save_strategy: 'epoch',
    eval_strategy: order.validationFile === null ? 'no' : 'epoch',
    report_to: 'none',
    ...(order.method === 'dpo' && order.beta !== undefined ? { beta: order.beta } : {}),
    ...(isLora
      ? {
          use_peft: true,
          lora_r: settings.loraRank,
          lora_alpha: 2 * settings.loraRank,
          lora_target_modules: 'all-linear',
        }
      : {}),
    ...(settings.device === 'cpu' ? { use_cpu: true, bf16: false } : {}),
    ...settings.parameters,
    ...(resumeFrom === null ? {} : { resume_from_checkpoint: resumeFrom }),
  };
  return { epochs, totalSteps, loggingSteps, config };
}

/** As YAML 1.1 reads it, which takes `2e-7` for a text and `2.0e-7` for a number. */
export function configText(config: JsonObject): string {
  return stringify(config, { version: '1.1', lineWidth: 0 }).replaceAll(/^(\w+: -?\d+)(e[-+]?\d+)$/gm, '$1.0$2');
}
