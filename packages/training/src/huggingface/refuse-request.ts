import type { RecordFile, TuningProblem, TuningRequest } from '@imaginarium/contracts';
import { planDataSet } from './plan-dataset.ts';

/** Targets of formatting whose rows TRL reads as they are. */
const TARGETS = ['trl', 'ste'];

/** What TRL on HF Jobs cannot do with a request; reads the first row of each file. @throws ImaginariumError as `planDataSet` */
export async function refuseRequest(
  request: Omit<TuningRequest, 'training' | 'validation'>,
  files: readonly RecordFile[],
): Promise<TuningProblem[]> {
  const { method, model, hyperparameters } = request;
  const problems: TuningProblem[] = [];
  const kind = method === 'dpo' ? 'preference' : 'sft';
  if (!/^[\w.-]+\/[\w.-]+$/.test(model))
    problems.push({
      message: `The model "${model}" is not the name of a repository on the Hub.`,
      hint: 'Write it as owner/name, for example mistralai/Mistral-7B-Instruct-v0.3.',
    });
  if (!files.some(({ split }) => split === 'train'))
    problems.push({ message: 'There is no file of training records.' });
  if (hyperparameters.beta !== undefined && method !== 'dpo')
    problems.push({ message: 'beta is a hyperparameter of DPO; the method is sft.', hint: 'Leave it out.' });
  for (const file of files) {
    if (!TARGETS.includes(file.target)) {
      problems.push({
        message: `${file.path} is formatted for ${file.target}; TRL does not read it as a conversation.`,
        hint: 'Format the run with the target trl.',
      });
      continue;
    }
    if (file.kind !== kind) {
      problems.push({ message: `${file.path} holds ${file.kind} records; ${method} trains on ${kind} records.` });
      continue;
    }
    const { shape } = await planDataSet(file, undefined);
    if (shape === 'messages' && /mi[sx]tral|ministral/i.test(model))
      problems.push({
        message: `${file.path} holds rows of messages: TRL has no training template for Mistral, so it could not tell the assistant's tokens from the others.`,
        hint: 'Format with trlForm prompt-completion, the default.',
      });
  }
  return problems;
}
