import type { EndpointCapability } from '@imaginarium/contracts';

export const huggingface: EndpointCapability = {
  endpoint: 'huggingface',
  title: 'Hugging Face Jobs with TRL',
  state: 'open',
  sunsets: [],
  methods: ['sft', 'dpo'],
  targets: { sft: 'trl', preference: 'trl' },
  models: ['mistralai/Mistral-7B-Instruct-v0.3'],
  takesAnyModel: true,
  limits: [
    'asks whose account is meant: --account',
    'a job is ended after 4 hours, unless --hours says otherwise',
    'the disk of a job is lost with it: checkpoints are pushed to the Hub',
  ],
  secrets: ['HF_TOKEN'],
  instead: null,
  checkedOn: '2026-11-22',
  sources: ['https://huggingface.co/docs/huggingface_hub/guides/jobs', 'https://huggingface.co/docs/trl'],
};
