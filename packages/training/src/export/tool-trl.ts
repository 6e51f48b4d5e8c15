import { stringify } from 'yaml';
import { TRL_PACKAGES, trlTrainingSettings } from '../huggingface/trl-settings.ts';
import type { ExportTool } from './export-tool.ts';

/** TRL's own command with its own YAML (`TrlParser`, TRL 1.16). */
export const trlTool: ExportTool = {
  title: 'TRL',
  targets: { sft: ['trl', 'ste'], dpo: ['trl'] },
  requirements: TRL_PACKAGES,
  command: ({ method }) => `trl ${method} --config train.yaml`,
  texts: (request, hasValidation) => {
    const shape = request.method === 'dpo' ? 'preference' : 'prompt-completion';
    const settings = {
      dataset_name: './data',
      dataset_config: request.method === 'dpo' ? 'preference' : 'default',
      dataset_train_split: 'train',
      ...(hasValidation ? { dataset_test_split: 'validation' } : {}),
      ...trlTrainingSettings({ ...request, shape, hasValidation }),
      disable_tqdm: false,
      output_dir: 'checkpoint',
    };
    return [{ path: 'train.yaml', text: stringify(settings) }];
  },
  notes: [
    'The loss is on the completion of each row, whatever the chat template.',
    '`data/README.md` declares the columns as `json`, so that no schema is merged over the rows and no nulls get into tools and arguments.',
  ],
};
