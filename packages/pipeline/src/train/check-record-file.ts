import { open } from 'node:fs/promises';
import { ImaginariumError, isJsonObject, type TuningMethod } from '@imaginarium/contracts';
import { type FileProblem, type TargetName, validateFile } from '@imaginarium/formatting';
import { readJsonl } from '@imaginarium/storage';

/** Problems of a file that are told; the rest is counted. */
const PROBLEMS_TOLD = 5;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface RecordFileCheck {
  readonly path: string;
  readonly target: TargetName;
  readonly method: TuningMethod;
  /** The least number of examples is asked of training files. */
  readonly split: 'train' | 'validation';
}

/**
 * Checks every line of a file as the target would, and that its records are of the kind that the method trains on.
 *
 * @throws ImaginariumError `input/records` with file, lines, fields and what is wrong with them; `input/malformed` for a line that is no JSON
 */
export async function checkRecordFile({ path, target, method, split }: RecordFileCheck): Promise<void> {
  const told: string[] = [];
  let count = 0;
  for await (const { line, problem } of problemsOf(path, target, method)) {
    if (line === 0 && split === 'validation') continue;
    count++;
    if (told.length < PROBLEMS_TOLD) told.push(line === 0 ? `${path}: ${problem}` : `${path}:${line}: ${problem}`);
  }
  if (count === 0) return;
  const rest = count > told.length ? [`and ${count - told.length} more`] : [];
  throw new ImaginariumError({
    code: 'input/records',
    message: [...told, ...rest].join('\n'),
    hint: `Nothing was sent. What is wanted are ${kindOf(method)} records as formatting writes them for the target ${target}: give a run folder, or its records/${target}.`,
  });
}

async function* problemsOf(path: string, target: TargetName, method: TuningMethod): AsyncGenerator<FileProblem> {
  if (await beginsWithMark(path))
    yield { line: 1, problem: 'a byte order mark before the first record: save the file as UTF-8 without one' };
  const others: number[] = [];
  async function* rows(): AsyncGenerator<unknown> {
    let line = 0;
    for await (const row of readJsonl(path)) {
      line++;
      if (isJsonObject(row) && isPreference(row) !== (method === 'dpo')) others.push(line);
      yield row;
    }
  }
  for await (const problem of validateFile(target, rows())) {
    yield* otherKind(others.splice(0), method);
    yield problem;
  }
  yield* otherKind(others, method);
}

function* otherKind(lines: readonly number[], method: TuningMethod): Generator<FileProblem> {
  const found = method === 'dpo' ? 'supervised' : 'preference';
  for (const line of lines)
    yield { line, problem: `a ${found} record; the method ${method} trains on ${kindOf(method)} records` };
}

function kindOf(method: TuningMethod): string {
  return method === 'dpo' ? 'preference' : 'supervised';
}

/** As OpenAI (`input`) and TRL (`chosen`) write them. */
function isPreference(row: object): boolean {
  return 'input' in row || 'chosen' in row;
}

/** Endpoints parse the first line with the mark in it. */
async function beginsWithMark(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(BYTE_ORDER_MARK.length), 0, BYTE_ORDER_MARK.length, 0);
    return buffer.subarray(0, bytesRead).equals(BYTE_ORDER_MARK);
  } finally {
    await file.close();
  }
}
