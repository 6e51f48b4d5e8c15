import { MAX_LENGTH, type RecordShape, trlTrainingSettings } from '../huggingface/trl-settings.ts';
import type { ExportRequest } from './export-tool.ts';

/** One recipe for all tools: what TRL is told, under neutral names. */
export interface Recipe {
  readonly epochs: number;
  readonly learningRate: number;
  readonly perDevice: number;
  readonly accumulation: number;
  readonly warmupShare: number;
  readonly maxLength: number;
  readonly beta: number;
  /** Null trains all weights. */
  readonly lora: { readonly rank: number; readonly alpha: number; readonly dropout: number } | null;
}

export function readRecipe(request: ExportRequest): Recipe {
  const shape: RecordShape = request.method === 'dpo' ? 'preference' : 'messages';
  const settings = trlTrainingSettings({ ...request, shape, hasValidation: false });
  const number = (name: string) => Number(settings[name]);
  return {
    epochs: number('num_train_epochs'),
    learningRate: number('learning_rate'),
    perDevice: number('per_device_train_batch_size'),
    accumulation: number('gradient_accumulation_steps'),
    warmupShare: number('warmup_steps'),
    maxLength: MAX_LENGTH,
    beta: number('beta'),
    lora:
      settings.use_peft === true
        ? { rank: number('lora_r'), alpha: number('lora_alpha'), dropout: number('lora_dropout') }
        : null,
  };
}
