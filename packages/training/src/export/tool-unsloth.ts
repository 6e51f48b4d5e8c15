import { stringify } from 'yaml';
import type { ExportTool } from './export-tool.ts';
import { readRecipe } from './read-recipe.ts';

/** Unsloth's own command (2026.10, `unsloth train`): no script is needed. It has no validation file and no preference training. */
export const unslothTool: ExportTool = {
  title: 'Unsloth',
  targets: { sft: ['openai', 'hermes'], dpo: null },
  missing: 'the command of Unsloth trains on conversations only',
  requirements: ['unsloth[studio]==2026.10.9'],
  command: () => 'unsloth train --config train.yaml',
  texts: (request) => {
    const recipe = readRecipe(request);
    const config = {
      model: request.model,
      data: { local_dataset: ['data/train.jsonl'], format_type: 'auto' },
      training: {
        training_type: recipe.lora ? 'lora' : 'full',
        load_in_4bit: false,
        max_seq_length: recipe.maxLength,
        output_dir: 'checkpoint',
        num_epochs: recipe.epochs,
        learning_rate: recipe.learningRate,
        batch_size: recipe.perDevice,
        gradient_accumulation_steps: recipe.accumulation,
        random_seed: request.seed,
        packing: false,
        train_on_completions: true,
      },
      ...(recipe.lora
        ? { lora: { lora_r: recipe.lora.rank, lora_alpha: recipe.lora.alpha, lora_dropout: recipe.lora.dropout } }
        : {}),
    };
    return [{ path: 'train.yaml', text: stringify(config) }];
  },
  output: 'a folder `checkpoint` under the outputs of Unsloth (`~/.unsloth`, which its log names)',
  notes: [
    'The validation records lie beside the training records, but the command of Unsloth does not read them.',
    'It warms up for 5 steps and has no setting for the schedule. `unsloth train --config train.yaml --dry-run` shows what it read.',
    "The loss is on the assistant's turns, where it knows the marks of the model's template; its log says so when it does not.",
  ],
};
