import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ImaginariumError } from '@imaginarium/contracts';

/**
 * Makes a folder that appears when all in it is done, or not at all.
 *
 * @param output absolute; must not be there
 * @param work fills the folder, which is beside `output` meanwhile
 * @throws ImaginariumError `usage/output-exists`; what the work throws
 */
export async function makeWhole<Result>(output: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  if (existsSync(output))
    throw new ImaginariumError({
      code: 'usage/output-exists',
      message: `${output} is there already.`,
      hint: 'Name another folder with --output, or remove it.',
    });
  await mkdir(dirname(output), { recursive: true });
  const folder = await mkdtemp(`${output}.partial-`);
  try {
    const result = await work(folder);
    // Made for its owner alone while it was unfinished.
    await chmod(folder, 0o755);
    await rename(folder, output);
    return result;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
