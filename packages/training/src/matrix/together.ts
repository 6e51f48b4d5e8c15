import type { EndpointCapability } from '@imaginarium/contracts';

export const together: EndpointCapability = {
  endpoint: 'together',
  title: 'Together fine-tuning',
  state: 'open',
  sunsets: [],
  methods: ['sft', 'dpo'],
  targets: { sft: 'openai', preference: 'openai' },
  models: [],
  takesAnyModel: false,
  limits: [
    'epochs 1 to 20',
    'a suffix of 40 characters, half of it for the run key',
    'no seed',
    'files up to 512 MB are sent by this adapter',
    'intermediate checkpoints are listed, not served',
  ],
  secrets: ['TOGETHER_API_KEY'],
  instead: null,
  checkedOn: '2026-11-22',
  sources: ['https://docs.together.ai/reference/finetune', 'https://github.com/togethercomputer/together-typescript'],
};
