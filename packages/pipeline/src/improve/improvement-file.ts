import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readJsonFile, writeJsonFile } from '@imaginarium/storage';
import { type Improvement, improvementSchema } from './improvement.ts';

const FILE = 'improvement.json';

/** What a run folder is targeted at; undefined for an ordinary run. @throws ImaginariumError `input/malformed`, `disk/…` */
export async function readImprovement(folder: string): Promise<Improvement | undefined> {
  const path = join(folder, FILE);
  return existsSync(path) ? readJsonFile(path, improvementSchema) : undefined;
}

/** Says in a run folder, which must be there, what it is targeted at: whoever runs or rebuilds it does the same. */
export async function writeImprovement(folder: string, improvement: Improvement): Promise<void> {
  await writeJsonFile(join(folder, FILE), improvement);
}

/** Makes an ordinary run of one that may have been targeted. */
export async function removeImprovement(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true });
}
