import type { EndpointCapability } from '@imaginarium/contracts';

export const fireworks: EndpointCapability = {
  endpoint: 'fireworks',
  title: 'Fireworks supervised fine-tuning',
  state: 'open',
  sunsets: [],
  methods: ['sft'],
  targets: { sft: 'openai', preference: null },
  models: [],
  takesAnyModel: false,
  limits: [
    'at least 3 examples',
    'files up to 150 MB are sent by this adapter',
    'adapters (LoRA) only',
    'no seed, no suffix, no factor on the learning rate',
    'asks whose account is meant: --account',
    'no events beyond the states of a job, no list of checkpoints',
  ],
  secrets: ['FIREWORKS_API_KEY'],
  instead: null,
  checkedOn: '2026-11-22',
  sources: [
    'https://docs.fireworks.ai/fine-tuning/fine-tuning-via-api',
    'https://github.com/fw-ai-external/python-sdk',
  ],
};
