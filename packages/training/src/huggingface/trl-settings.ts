import type { Hyperparameters, TuningMethod } from '@imaginarium/contracts';

/** The columns of the rows: what the loss is taken on follows from it. */
export type RecordShape = 'prompt-completion' | 'messages' | 'preference';

/** Fields of TRL's ScriptArguments, SFTConfig or DPOConfig, and ModelConfig, under TRL's own names: flags or lines of YAML. */
export type TrlSettings = Readonly<Record<string, string | number | boolean>>;

/** The releases that the settings were checked against (`scripts/interop/trainer-configs.ts`). */
export const TRL_PACKAGES = ['trl[peft]==1.16.0', 'transformers==5.23.0', 'datasets==5.2.0'] as const;

export interface TrlTraining {
  readonly model: string;
  readonly method: TuningMethod;
  readonly shape: RecordShape;
  readonly hasValidation: boolean;
  readonly seed: number;
  readonly hyperparameters: Hyperparameters;
}

export const DEFAULT_EPOCHS = 2;
const DEFAULT_LORA_RANK = 16;
/** Tokens; longer records are cut (arXiv 2403.04746 trains with 2,048). */
export const MAX_LENGTH = 2048;

/**
 * Rates by method. All weights, SFT: the paper's 2e-5 (arXiv 2403.04746). The others are those in the headers of TRL's own
 * sft.py and dpo.py: ten times the rate for LoRA.
 */
const LEARNING_RATE = { sft: { full: 2e-5, lora: 2e-4 }, dpo: { full: 5e-7, lora: 5e-6 } } as const;

/** The paper's 64 for all weights; adapters on a single card go well with fewer. */
const BATCH_SIZE = { full: 64, lora: 16 } as const;
const LARGEST_DEVICE_BATCH = 4;

/** Rank of the adapter, 0 for all weights. */
export function loraRankOf({ loraRank }: Hyperparameters): number {
  return loraRank ?? DEFAULT_LORA_RANK;
}

/** How to train: everything but where the data are and where the checkpoint goes. */
export function trlTrainingSettings(training: TrlTraining): TrlSettings {
  const { model, method, shape, hyperparameters, hasValidation, seed } = training;
  const rank = loraRankOf(hyperparameters);
  const weights = rank === 0 ? 'full' : 'lora';
  const epochs = hyperparameters.epochs ?? DEFAULT_EPOCHS;
  const batch = hyperparameters.batchSize ?? BATCH_SIZE[weights];
  const perDevice = deviceBatch(batch);
  return {
    model_name_or_path: model,
    dtype: 'bfloat16',
    learning_rate: round(LEARNING_RATE[method][weights] * (hyperparameters.learningRateMultiplier ?? 1)),
    lr_scheduler_type: 'cosine',
    warmup_steps: 0.03,
    num_train_epochs: epochs,
    per_device_train_batch_size: perDevice,
    gradient_accumulation_steps: batch / perDevice,
    max_length: MAX_LENGTH,
    ...(method === 'dpo' ? { beta: hyperparameters.beta ?? 0.1 } : {}),
    ...(shape === 'prompt-completion' ? { completion_only_loss: true } : {}),
    ...(shape === 'messages' ? { assistant_only_loss: true } : {}),
    ...(rank === 0
      ? {}
      : {
          use_peft: true,
          lora_r: rank,
          lora_alpha: 2 * rank,
          lora_dropout: 0.05,
          lora_target_modules: 'all-linear',
        }),
    eval_strategy: hasValidation ? 'epoch' : 'no',
    ...(hasValidation ? { per_device_eval_batch_size: perDevice } : {}),
    ...savePoints(epochs),
    save_only_model: true,
    save_total_limit: 1,
    seed,
    logging_steps: 5,
    logging_first_step: true,
    log_level: 'info',
    disable_tqdm: true,
    report_to: 'none',
  };
}

/** One save at the end of each epoch, by share of the steps, so that its commit is titled by its step; the end is saved anyway. */
function savePoints(epochs: number): TrlSettings {
  return epochs === 1 ? { save_strategy: 'no' } : { save_strategy: 'steps', save_steps: round(1 / epochs) };
}

function deviceBatch(batch: number): number {
  for (let size = Math.min(batch, LARGEST_DEVICE_BATCH); size > 1; size--) if (batch % size === 0) return size;
  return 1;
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}

/** As flags of `trl sft` or `trl dpo`. */
export function toFlags(settings: TrlSettings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
}
