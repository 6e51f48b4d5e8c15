import { ImaginariumError } from '@imaginarium/contracts';
import { type PreflightReport, preflight } from '@imaginarium/training';
import type { Environment } from '../environment.ts';
import { findRecordFiles } from './find-record-files.ts';

/** Judges the training records of a data set by students trained on its parts; tells which file was judged. */
export async function preflightRecords(
  location: string,
  seed: number,
  { signal }: Environment,
  onProgress: (share: number) => void,
): Promise<{ readonly file: string; readonly report: PreflightReport }> {
  const [train] = await findRecordFiles({ location, target: 'openai', method: 'sft' });
  if (train === undefined)
    throw new ImaginariumError({ code: 'input/records', message: `${location} holds no record to train on.` });
  const report = await preflight({ file: train.path, seed, onProgress, ...(signal ? { signal } : {}) });
  return { file: train.path, report };
}
