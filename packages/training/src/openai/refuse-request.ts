import type { RecordFile, TuningProblem, TuningRequest } from '@imaginarium/contracts';
import { refuseFiles, refuseSettings } from '../endpoint/refuse-files.ts';
import { LAST_DAY, takesNoJobs } from './last-day.ts';
import type { EndpointAddress } from './read-job.ts';

const MAX_SEED = 2 ** 31 - 1;
const LIMITS = { minExamples: 10, maxBytes: 8 * 1024 ** 3, maxBytesAs: '8 GB can be uploaded' };

/**
 * What OpenAI's limits forbid (API reference of fine-tuning and uploads; dates as known on 2026-11-22). The date holds for OpenAI's own
 * service only, the rest for every server of its API.
 */
export function refuseRequest(
  request: Omit<TuningRequest, 'training' | 'validation'>,
  files: readonly RecordFile[],
  { isOwn, now }: Pick<EndpointAddress, 'isOwn'> & { readonly now: number },
): TuningProblem[] {
  const { method, hyperparameters } = request;
  return [
    ...(isOwn ? refuseDates(now) : []),
    ...refuseSettings(hyperparameters, {
      loraRank: 'the OpenAI API has no such setting; huggingface, together and fireworks have.',
      ...(method === 'sft' && { beta: 'only DPO has it, and the method is sft.' }),
    }),
    ...(request.seed > MAX_SEED
      ? [{ message: `seed: ${request.seed}; the OpenAI API takes ${MAX_SEED} at most.` }]
      : []),
    ...refuseFiles(method, files, LIMITS),
  ];
}

function refuseDates(now: number): TuningProblem[] {
  const hint = 'Send the same data to an open endpoint: --to huggingface, --to together, --to local.';
  if (takesNoJobs(now))
    return [{ message: `OpenAI takes no new fine-tuning job from anyone after ${LAST_DAY}.`, hint }];
  return [];
}
