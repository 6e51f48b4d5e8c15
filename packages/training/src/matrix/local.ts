import type { EndpointCapability } from '@imaginarium/contracts';
import { BASE_MODEL } from '../student/student.ts';

export const local: EndpointCapability = {
  endpoint: 'local',
  title: 'Your own machine, behind `imaginarium serve`',
  state: 'open',
  sunsets: [],
  methods: ['sft', 'dpo'],
  targets: { sft: 'openai', preference: 'openai' },
  models: [BASE_MODEL],
  takesAnyModel: true,
  limits: [
    'one job at a time',
    'the trainer `student` is a proxy to rehearse with, not a language model, and does sft only',
    'the trainer `trl` needs a Python environment with TRL',
    'no LoRA rank through the OpenAI API',
  ],
  secrets: [],
  instead: null,
  checkedOn: '2026-11-22',
  sources: ['this repository: packages/training/README.md'],
};
