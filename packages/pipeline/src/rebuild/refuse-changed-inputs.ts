import { join } from 'node:path';
import { ImaginariumError, type Round, type RoundStep } from '@imaginarium/contracts';
import { hashFile } from '@imaginarium/storage';
import { PROJECT_FILES, ROUND_FILES, roundFolder } from '../rounds/round-paths.ts';

/**
 * The files that the data of a round is made from, beside its journal, must be as the rounds left them: its plan, the pool of the
 * round before, and the verdicts of all before where replay is weighed by them.
 *
 * @throws ImaginariumError `input/changed-file` naming the first that is not
 */
export async function refuseChangedInputs(
  project: string,
  round: Round,
  earlier: readonly Round[],
  isWeighed: boolean,
): Promise<void> {
  const last = earlier.at(-1);
  await refuseChanged(project, round, 'plan');
  if (last) {
    await refuseChanged(project, last, 'plan', [ROUND_FILES.tools]);
    await refuseChanged(project, last, 'curate', [ROUND_FILES.examples, ROUND_FILES.repairPairs]);
  }
  for (const each of isWeighed ? earlier : []) await refuseChanged(project, each, 'evaluate');
}

async function refuseChanged(
  project: string,
  { number, steps }: Round,
  step: RoundStep,
  only?: readonly string[],
): Promise<void> {
  for (const { path, sha256 } of steps[step]?.outputs ?? []) {
    if (only?.includes(path) === false) continue;
    const found = await hashFile(join(roundFolder(project, number), path)).catch(() => undefined);
    if (found?.sha256 === sha256) continue;
    const name = `${PROJECT_FILES.rounds}/${number}/${path}`;
    throw new ImaginariumError({
      code: 'input/changed-file',
      message: found
        ? `${name} is not what round ${number} left: its SHA-256 was ${sha256.slice(0, 12)}…, now it is ${found.sha256.slice(0, 12)}….`
        : `${name}, which round ${number} left, is gone.`,
      hint:
        step === 'curate'
          ? `Take it from a copy of the project, or from what imaginarium rebuild ${join(PROJECT_FILES.rounds, String(number))} makes.`
          : 'Take it from a copy of the project.',
    });
  }
}
