import type { RecordFile, TuningMethod, TuningProblem } from '@imaginarium/contracts';

export interface FileLimits {
  readonly minExamples: number;
  readonly maxBytes: number;
  /** The limit for a person, with what can be done about it. */
  readonly maxBytesAs: string;
}

/** What is wrong with the files of a job: their number, format, kind, rows and bytes. */
export function refuseFiles(
  method: TuningMethod,
  files: readonly RecordFile[],
  { minExamples, maxBytes, maxBytesAs }: FileLimits,
): TuningProblem[] {
  const problems: TuningProblem[] = [];
  const kind = method === 'sft' ? 'sft' : 'preference';
  const training = files.filter(({ split }) => split === 'train');
  if (training.length !== 1) problems.push({ message: `A job takes one training file; there are ${training.length}.` });
  if (files.length - training.length > 1)
    problems.push({ message: `A job takes one validation file at most; there are ${files.length - training.length}.` });
  for (const file of files) {
    if (file.target !== 'openai')
      problems.push({
        message: `${file.path} holds lines for ${file.target}; this endpoint takes lines for openai.`,
        hint: 'Run formatting with the target openai.',
      });
    if (file.kind !== kind)
      problems.push({
        message: `${file.path} holds ${file.kind} records; the method ${method} needs ${kind} records.`,
      });
    if (file.split === 'train' && file.rows < minExamples)
      problems.push({ message: `${file.path} has ${file.rows} examples; at least ${minExamples} are needed.` });
    if (file.bytes > maxBytes)
      problems.push({ message: `${file.path} has ${file.bytes} bytes; at most ${maxBytesAs}.` });
  }
  return problems;
}

/** Settings that an endpoint lacks, named one by one. */
export function refuseSettings(settings: object, lacking: Readonly<Record<string, string>>): TuningProblem[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const reason = value === undefined ? undefined : lacking[name];
    return reason === undefined ? [] : [{ message: `hyperparameters.${name}: ${reason}`, hint: 'Leave it out.' }];
  });
}
