import { readFile } from 'node:fs/promises';
import { ImaginariumError, messageOf } from '@imaginarium/contracts';
import type { z } from 'zod';
import { readError } from './disk-error.ts';
import { firstIssue } from './first-issue.ts';
import { wellFormedJson } from './well-formed-json.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/**
 * Reads a file of one JSON value and checks it.
 * @throws ImaginariumError `input/not-found`; `input/malformed` with the file and the place in it; `disk/…`
 */
export async function readJsonFile<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw readError(thrown, path);
  });
  const checked = schema.safeParse(parse(text.replace(/^\uFEFF/, ''), path));
  if (checked.success) return checked.data;
  throw malformed(path, firstIssue(checked.error));
}

/** Writes one JSON value, indented, atomically. @throws ImaginariumError `disk/…` */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  await writeFileAtomic(path, `${wellFormedJson(value, 2)}\n`);
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw malformed(path, `it is not JSON: ${messageOf(thrown)}`, thrown);
  }
}

function malformed(path: string, reason: string, cause?: unknown): ImaginariumError {
  return new ImaginariumError({
    code: 'input/malformed',
    message: `${path} cannot be used: ${reason}.`,
    hint: 'Correct the file, or make it anew.',
    cause,
  });
}
