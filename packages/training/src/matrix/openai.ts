import type { EndpointCapability } from '@imaginarium/contracts';

export const openai: EndpointCapability = {
  endpoint: 'openai',
  title: 'OpenAI fine-tuning',
  state: 'closing',
  sunsets: [
    { date: '2026-05-07', what: 'no new customers' },
    { date: '2026-07-02', what: 'new jobs only for organisations with recent fine-tuned inference' },
    { date: '2027-01-06', what: 'last day of new jobs for anyone' },
    { date: '2027-01-14', what: 'gpt-4o, gpt-4.1 and their minis shut down' },
  ],
  methods: ['sft', 'dpo'],
  targets: { sft: 'openai', preference: 'openai' },
  models: ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4o', 'gpt-4o-mini'],
  takesAnyModel: false,
  limits: [
    'at least 10 examples',
    '512 MB a file, 8 GB in parts of 64 MB',
    '65,536 tokens an example (4o family)',
    'epochs 1 to 50, batch size 1 to 256, beta above 0 to 2',
    'the last 3 epochs are kept as checkpoints',
    'no LoRA rank',
  ],
  secrets: ['OPENAI_API_KEY'],
  instead: 'huggingface',
  checkedOn: '2026-11-22',
  sources: [
    'https://platform.openai.com/docs/deprecations',
    'https://platform.openai.com/docs/api-reference/fine-tuning',
  ],
};
