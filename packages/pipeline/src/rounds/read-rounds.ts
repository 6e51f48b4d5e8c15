import { readdir } from 'node:fs/promises';
import { ImaginariumError, type Round, roundSchema } from '@imaginarium/contracts';
import { readJsonFile } from '@imaginarium/storage';
import { projectPath, roundFolder, roundNumbers, roundPath } from './round-paths.ts';

/** The rounds of a project in order; none where it has not begun. @throws ImaginariumError `input/malformed`, `disk/…` */
export async function readRounds(project: string): Promise<Round[]> {
  const names = await readdir(projectPath(project, 'rounds')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const rounds: Round[] = [];
  for (const number of roundNumbers(names)) {
    const round = await readRoundFile(project, number);
    if (round !== undefined) rounds.push(round);
  }
  return rounds;
}

/** Undefined for a folder that was made just before a kill: nothing is in it yet. */
async function readRoundFile(project: string, number: number): Promise<Round | undefined> {
  const path = roundPath(roundFolder(project, number), 'state');
  return readJsonFile<Round>(path, roundSchema).catch((error: unknown) => {
    if (!(error instanceof ImaginariumError) || !['input/not-found', 'input/malformed'].includes(error.code))
      throw error;
    if (error.code === 'input/not-found') return undefined;
    throw new ImaginariumError({
      code: error.code,
      message: error.message,
      hint: `Restore it from a copy of the project; or move it away: the other files of round ${number} stay, and where it is the last round, imaginarium round add --project ${project} plans it anew and takes up what was paid.`,
      cause: error,
    });
  });
}
