import { ImaginariumError } from '@imaginarium/contracts';
import { stringify } from 'yaml';
import type { ExportTool } from './export-tool.ts';
import { readRecipe } from './read-recipe.ts';

/** Names of LLaMA-Factory's own chat templates (0.9.5, `data/template.py`) by family, the narrower first. */
const TEMPLATES: readonly (readonly [RegExp, string])[] = [
  [/ministral-3/i, 'ministral3'],
  [/ministral/i, 'ministral'],
  [/mi[sx]tral/i, 'mistral'],
  [/qwen3/i, 'qwen3'],
  [/qwen/i, 'qwen'],
  [/llama-?3/i, 'llama3'],
  [/gemma-?3/i, 'gemma3'],
  [/gemma-?2/i, 'gemma2'],
  [/gemma/i, 'gemma'],
  [/phi-?4/i, 'phi4'],
];

export function templateOf(model: string): string | undefined {
  return TEMPLATES.find(([family]) => family.test(model))?.[1];
}

/** LLaMA-Factory (0.9.5): ShareGPT rows, described in `dataset_info.json`. */
export const llamaFactoryTool: ExportTool = {
  title: 'LLaMA-Factory',
  targets: { sft: ['sharegpt'], dpo: ['sharegpt'] },
  requirements: ['llamafactory==0.9.5', 'transformers==5.6.0'],
  command: () => 'llamafactory-cli train train.yaml',
  texts: (request, hasValidation) => {
    const template = templateOf(request.model);
    if (template === undefined)
      throw new ImaginariumError({
        code: 'input/model',
        message: `Which chat template of LLaMA-Factory fits ${request.model} is not known.`,
        hint: 'Use a model whose name tells its family, or export for trl.',
      });
    const recipe = readRecipe(request);
    const isDpo = request.method === 'dpo';
    const config = {
      model_name_or_path: request.model,
      stage: request.method,
      do_train: true,
      finetuning_type: recipe.lora ? 'lora' : 'full',
      ...(recipe.lora
        ? {
            lora_rank: recipe.lora.rank,
            lora_alpha: recipe.lora.alpha,
            lora_dropout: recipe.lora.dropout,
            lora_target: 'all',
          }
        : {}),
      ...(isDpo ? { pref_beta: recipe.beta, pref_loss: 'sigmoid' } : {}),
      dataset_dir: 'data',
      dataset: 'train',
      ...(hasValidation
        ? { eval_dataset: 'validation', eval_strategy: 'epoch', per_device_eval_batch_size: recipe.perDevice }
        : {}),
      template,
      cutoff_len: recipe.maxLength,
      per_device_train_batch_size: recipe.perDevice,
      gradient_accumulation_steps: recipe.accumulation,
      num_train_epochs: recipe.epochs,
      learning_rate: recipe.learningRate,
      lr_scheduler_type: 'cosine',
      warmup_steps: recipe.warmupShare,
      bf16: true,
      seed: request.seed,
      output_dir: 'checkpoint',
      save_strategy: 'epoch',
      logging_steps: 5,
      report_to: 'none',
    };
    const columns = {
      messages: 'conversations',
      tools: 'tools',
      ...(isDpo ? { chosen: 'chosen', rejected: 'rejected' } : {}),
    };
    const describe = (split: string) => [
      split,
      { file_name: `${split}.jsonl`, formatting: 'sharegpt', ...(isDpo ? { ranking: true } : {}), columns },
    ];
    const info = Object.fromEntries(['train', ...(hasValidation ? ['validation'] : [])].map(describe));
    return [
      { path: 'train.yaml', text: stringify(config) },
      { path: 'data/dataset_info.json', text: `${JSON.stringify(info, null, 2)}\n` },
    ];
  },
  notes: [
    'The loss is on every turn of the model, calls and answers; a record whose turns do not alternate is skipped with a warning in the log.',
  ],
};
