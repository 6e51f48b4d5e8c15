import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Clock } from '@imaginarium/contracts';
import { writeFileAtomic } from '@imaginarium/storage';
import { stopGroup } from './run-process.ts';

const FILE = 'trl.pid';

/** Notes the process that works in the folder, for one who comes after a kill. */
export async function notePid(folder: string, pid: number): Promise<void> {
  await writeFileAtomic(join(folder, FILE), String(pid));
}

export async function forgetPid(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true });
}

/**
 * Ends the training that a killed process of ours left running in this folder: two must not write the same checkpoints. A
 * process of that id that does not name the configuration is somebody else's, and is left alone.
 */
export async function endLeftover(folder: string, configFile: string, clock: Clock): Promise<void> {
  const pid = Number(await readFile(join(folder, FILE), 'utf8').catch(() => ''));
  if (Number.isInteger(pid) && pid > 1 && (await argumentsOf(pid)).includes(configFile)) {
    await stopGroup(pid, waitForEnd(pid, configFile, clock), clock);
  }
  await forgetPid(folder);
}

async function waitForEnd(pid: number, configFile: string, clock: Clock): Promise<void> {
  for (let asked = 0; asked < 40 && (await argumentsOf(pid)).includes(configFile); asked++) await clock.sleep(100);
}

async function argumentsOf(pid: number): Promise<string> {
  const asked = promisify(execFile)('ps', ['-ww', '-o', 'args=', '-p', String(pid)]);
  return asked.then(
    ({ stdout }) => stdout,
    () => '',
  );
}
