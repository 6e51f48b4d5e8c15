import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { ImaginariumError } from '@imaginarium/contracts';
import { readImprovement, writeImprovement } from '../improve/improvement-file.ts';
import { runPath } from '../run-paths.ts';

/**
 * Takes what a run remembers along into another folder, so that what is rebuilt there can be shown, and rebuilt in turn.
 *
 * @throws ImaginariumError `input/not-found` when there is no journal
 */
export async function copyMemory(run: string, folder: string): Promise<void> {
  for (const name of ['journal', 'recordings', 'observations'] as const) {
    const from = runPath(run, name);
    if (existsSync(from)) await copyFile(from, runPath(folder, name));
    else if (name === 'journal')
      throw new ImaginariumError({
        code: 'input/not-found',
        message: `There is no ${from}, which a rebuild is made from.`,
      });
  }
  const improvement = await readImprovement(run);
  if (improvement) await writeImprovement(folder, improvement);
}
