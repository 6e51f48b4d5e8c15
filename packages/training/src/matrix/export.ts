import type { EndpointCapability } from '@imaginarium/contracts';

export const exportFolder: EndpointCapability = {
  endpoint: 'export',
  title: 'A folder for TRL, Axolotl, LLaMA-Factory or Unsloth',
  state: 'open',
  sunsets: [],
  methods: ['sft', 'dpo'],
  targets: { sft: 'trl', preference: 'trl' },
  models: ['mistralai/Mistral-7B-Instruct-v0.3'],
  takesAnyModel: true,
  limits: ['nothing is launched: the folder holds data, config and one command'],
  secrets: [],
  instead: null,
  checkedOn: '2026-11-22',
  sources: [
    'https://huggingface.co/docs/trl',
    'https://docs.axolotl.ai',
    'https://github.com/hiyouga/LLaMA-Factory',
    'https://docs.unsloth.ai',
  ],
};
