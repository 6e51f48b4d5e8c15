import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ImaginariumError, type RecordFile, type TuningMethod } from '@imaginarium/contracts';
import { type TargetName, targetNameSchema } from '@imaginarium/formatting';
import { countLines, hashFile, readManifest } from '@imaginarium/storage';
import { dataSetsOf } from '../data-sets.ts';
import { RUN_FILES } from '../run-paths.ts';
import { checkRecordFile } from './check-record-file.ts';

export interface RecordsRequest {
  /** A run folder, a folder of records, or a training file. */
  readonly location: string;
  /** The validation file, where `location` is a file. */
  readonly validation?: string | undefined;
  /** The target whose lines are wanted. */
  readonly target: string;
  readonly method: TuningMethod;
}

/**
 * Finds the training and validation files of a data set and checks every line as the target would, before anything is sent.
 *
 * @throws ImaginariumError `input/not-found`; `input/records` with file, lines and what is wrong with them
 */
export async function findRecordFiles(request: RecordsRequest): Promise<RecordFile[]> {
  const { method } = request;
  const target = targetNameSchema.parse(request.target);
  const { train, validation, tokens } = await locate(request, target);
  const kind = method === 'dpo' ? 'preference' : 'sft';
  const found: RecordFile[] = [];
  for (const [split, path] of [
    ['train', train],
    ['validation', validation],
  ] as const) {
    if (path === undefined) continue;
    const rows = await countLines(path);
    if (rows === 0 && split === 'validation') continue;
    await checkRecordFile({ path, target, method, split });
    const { bytes, sha256 } = await hashFile(path);
    found.push({ path, target, kind, split, rows, bytes, sha256, tokens: split === 'train' ? tokens : null });
  }
  return found;
}

interface Located {
  readonly train: string;
  readonly validation: string | undefined;
  readonly tokens: number | null;
}

async function locate({ location, validation, method }: RecordsRequest, target: TargetName): Promise<Located> {
  const found = await stat(location).catch((cause: unknown) => {
    throw new ImaginariumError({
      code: 'input/not-found',
      message: `There is no data set at ${location}.`,
      hint: 'Give a run folder, a folder of records such as runs/NAME/records/openai, or a JSONL file.',
      cause,
    });
  });
  if (!found.isDirectory()) return { train: location, validation, tokens: null };
  const manifest = await readManifest(location).catch(() => undefined);
  const folder = manifest ? join(location, RUN_FILES.records, target) : location;
  const prefix = method === 'dpo' ? 'preference-' : '';
  const train = join(folder, `${prefix}train.jsonl`);
  if (!(await isThere(train)))
    throw new ImaginariumError({
      code: 'input/not-found',
      message: `There is no ${train}, which holds what ${method} on this endpoint trains on.`,
      hint: manifest
        ? `Add ${target} to formatting.targets of the run's config and run it again: only formatting is done anew.`
        : `Give a run folder, a folder that holds such a file, such as runs/NAME/records/${target}, or the file itself.`,
    });
  const held = join(folder, `${prefix}validation.jsonl`);
  const tokens =
    manifest && method === 'sft' ? (dataSetsOf(manifest).find((set) => set.target === target)?.tokens ?? null) : null;
  return { train, validation: validation ?? ((await isThere(held)) ? held : undefined), tokens };
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
