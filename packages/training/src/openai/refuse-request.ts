import type { RecordFile, TuningProblem, TuningRequest } from '@imaginarium/contracts';
import type { EndpointAddress } from './read-job.ts';

const LAST_DAY = '2027-01-06';
const MODELS_END = '2027-01-14';
const MODELS_THAT_END = /^(gpt-4o|gpt-4\.1)(-mini|-nano)?(-\d{4}-\d{2}-\d{2})?$/;
const MIN_EXAMPLES = 10;
const MAX_BYTES = 8 * 1024 ** 3;

/**
 * What OpenAI's limits forbid (API reference of fine-tuning and uploads; dates: OpenAI's deprecation notices, checked 2026-11-22). Dates and the models that end
 * hold for OpenAI's own service only, the rest for every server of its API.
 */
export function refuseRequest(
  request: Omit<TuningRequest, 'training' | 'validation'>,
  files: readonly RecordFile[],
  { isOwn, now }: Pick<EndpointAddress, 'isOwn'> & { readonly now: number },
): TuningProblem[] {
  return [
    ...(isOwn ? refuseDates(request.model, now) : []),
    ...refuseHyperparameters(request),
    ...refuseFiles(request, files),
  ];
}

function refuseDates(model: string, now: number): TuningProblem[] {
  const open = 'Send the same data to an open endpoint: --to huggingface, --to together, --to local.';
  if (now >= Date.parse(LAST_DAY) + 86_400_000)
    return [{ message: `OpenAI takes no new fine-tuning job from anyone after ${LAST_DAY}.`, hint: open }];
  if (MODELS_THAT_END.test(model) && now >= Date.parse(MODELS_END))
    return [{ message: `OpenAI shut the model ${model} down on ${MODELS_END}.`, hint: open }];
  return [];
}

function refuseHyperparameters({
  method,
  hyperparameters,
}: Pick<TuningRequest, 'method' | 'hyperparameters'>): TuningProblem[] {
  const problems: TuningProblem[] = [];
  if (hyperparameters.loraRank !== undefined)
    problems.push({
      message: 'hyperparameters.loraRank: the OpenAI API has no such setting.',
      hint: 'Leave it out, or use an endpoint that trains adapters: huggingface, together, fireworks.',
    });
  if (hyperparameters.beta !== undefined && method === 'sft')
    problems.push({ message: 'hyperparameters.beta: only DPO has it, and the method is sft.', hint: 'Leave it out.' });
  return problems;
}

function refuseFiles({ method }: Pick<TuningRequest, 'method'>, files: readonly RecordFile[]): TuningProblem[] {
  const problems: TuningProblem[] = [];
  const kind = method === 'sft' ? 'sft' : 'preference';
  const training = files.filter(({ split }) => split === 'train');
  if (training.length !== 1) problems.push({ message: `A job takes one training file; there are ${training.length}.` });
  if (files.length - training.length > 1)
    problems.push({ message: `A job takes one validation file at most; there are ${files.length - training.length}.` });
  for (const file of files) {
    if (file.target !== 'openai')
      problems.push({
        message: `${file.path} holds lines for ${file.target}; the OpenAI API takes its own.`,
        hint: 'Run formatting with the target openai.',
      });
    if (file.kind !== kind)
      problems.push({
        message: `${file.path} holds ${file.kind} records; the method ${method} needs ${kind} records.`,
      });
    if (file.split === 'train' && file.rows < MIN_EXAMPLES)
      problems.push({ message: `${file.path} has ${file.rows} examples; at least ${MIN_EXAMPLES} are needed.` });
    if (file.bytes > MAX_BYTES)
      problems.push({ message: `${file.path} has ${file.bytes} bytes; at most ${MAX_BYTES} (8 GB) can be uploaded.` });
  }
  return problems;
}
