import { resolve } from 'node:path';
import { ImaginariumError } from '@imaginarium/contracts';
import { lockRunFolder, type RunLock } from '@imaginarium/storage';
import type { Environment } from '../environment.ts';

/** Held while a launch from this folder is under way. */
const LAUNCHING = '.imaginarium/launching';
const LOOK_MS = 250;

/**
 * Waits until no other process launches from this folder: looking for the job of a run key and making it are two requests, between
 * which another process would make a second job. A killed process holds nothing.
 *
 * @param onWait told once, with who is waited for
 * @throws ImaginariumError the signal's reason
 */
export async function waitForTurn({ clock, signal }: Environment, onWait: (message: string) => void): Promise<RunLock> {
  for (let looks = 0; ; looks++) {
    try {
      return await lockRunFolder(resolve(LAUNCHING), { clock });
    } catch (error) {
      if (!(error instanceof ImaginariumError) || error.code !== 'locked/run') throw error;
      if (looks === 0) onWait(error.message);
    }
    await clock.sleep(LOOK_MS, signal).catch((thrown: unknown) => {
      throw signal?.aborted ? signal.reason : thrown;
    });
  }
}
