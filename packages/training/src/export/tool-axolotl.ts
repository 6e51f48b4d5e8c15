import { stringify } from 'yaml';
import type { ExportTool } from './export-tool.ts';
import { readRecipe } from './read-recipe.ts';

/** Axolotl (0.19), strategy `chat_template`: it parses the arguments of calls itself and drops nulls. */
export const axolotlTool: ExportTool = {
  title: 'Axolotl',
  targets: { sft: ['openai'], dpo: null },
  missing: "Axolotl's DPO strategies keep the text of a message only, so that tool calls would be lost",
  requirements: ['axolotl==0.19.0'],
  command: () => 'axolotl train train.yaml',
  texts: (request, hasValidation) => {
    const recipe = readRecipe(request);
    const dataset = (split: string) => ({
      path: `data/${split}.jsonl`,
      ds_type: 'json',
      split: 'train',
      type: 'chat_template',
      field_messages: 'messages',
      field_tools: 'tools',
      roles_to_train: ['assistant'],
      train_on_eos: 'turn',
    });
    const config = {
      base_model: request.model,
      chat_template: 'tokenizer_default',
      datasets: [dataset('train')],
      ...(hasValidation ? { test_datasets: [dataset('validation')], evals_per_epoch: 1 } : { val_set_size: 0 }),
      dataset_prepared_path: 'prepared',
      output_dir: 'checkpoint',
      sequence_len: recipe.maxLength,
      ...(recipe.lora
        ? {
            adapter: 'lora',
            lora_r: recipe.lora.rank,
            lora_alpha: recipe.lora.alpha,
            lora_dropout: recipe.lora.dropout,
            lora_target_linear: true,
          }
        : {}),
      micro_batch_size: recipe.perDevice,
      gradient_accumulation_steps: recipe.accumulation,
      num_epochs: recipe.epochs,
      learning_rate: recipe.learningRate,
      lr_scheduler: 'cosine',
      warmup_ratio: recipe.warmupShare,
      optimizer: 'adamw_torch',
      bf16: true,
      gradient_checkpointing: true,
      saves_per_epoch: 1,
      logging_steps: 5,
      seed: request.seed,
    };
    return [{ path: 'train.yaml', text: stringify(config) }];
  },
  notes: ["The loss is on every assistant turn, found by rendering the model's own chat template with and without it."],
};
