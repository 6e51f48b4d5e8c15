import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@imaginarium/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRunLocked, lockRunFolder } from './lock-run-folder.ts';
import { processStart } from './process-start.ts';

const options = { clock: systemClock };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function lockAs(owner: { pid: number; start: string | null; host?: string }): Promise<void> {
  await writeFile(join(folder, 'run.lock'), JSON.stringify({ host: hostname(), since: 0, token: 'other', ...owner }));
}

describe('lockRunFolder', () => {
  it('keeps a second run out, names the first, and lets the next in after release', async () => {
    const run = join(folder, 'new');
    const lock = await lockRunFolder(run, options);
    await expect(lockRunFolder(run, options)).rejects.toMatchObject({
      code: 'locked/run',
      message: expect.stringMatching(new RegExp(`process ${process.pid} on ${hostname()} since \\d{4}-`)),
    });
    expect(await isRunLocked(run)).toBe(true);
    await lock.release();
    await lock.release();
    expect(await readdir(run)).toEqual([]);
    expect(await isRunLocked(run)).toBe(false);
    await (await lockRunFolder(run, options)).release();
  });

  it('takes over the lock of a killed process, and sweeps its unfinished files away', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(other, 'spawn');
    const pid = other.pid as number;
    await lockAs({ pid, start: await processStart(pid) });
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', `.train.parquet.${pid}-0.pending`), 'half');
    await expect(lockRunFolder(folder, options)).rejects.toMatchObject({ code: 'locked/run' });
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(await isRunLocked(folder)).toBe(false);
    const lock = await lockRunFolder(folder, options);
    expect(JSON.parse(await readFile(join(folder, 'run.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    expect(await readdir(join(folder, 'data'))).toEqual([]);
    await lock.release();
  });

  it.skipIf(!existsSync('/proc/self/stat'))('is not fooled by a later process with the same pid', async () => {
    await lockAs({ pid: process.pid, start: 'another boot/1' });
    await (await lockRunFolder(folder, options)).release();
  });

  it('lets one only take a dead lock over', async () => {
    await lockAs({ pid: 2 ** 22 + 1, start: null });
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockRunFolder(folder, options)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('does not judge a process of another host, and waits for a lock that is being written, until it is old', async () => {
    await lockAs({ pid: 1, start: null, host: 'elsewhere' });
    await expect(lockRunFolder(folder, options)).rejects.toMatchObject({
      hint: expect.stringMatching(/delete .*run\.lock/),
    });
    await writeFile(join(folder, 'run.lock'), '');
    const waiting = lockRunFolder(folder, options);
    await lockAs({ pid: process.ppid, start: await processStart(process.ppid) });
    await expect(waiting).rejects.toMatchObject({ code: 'locked/run' });
    await writeFile(join(folder, 'run.lock'), '');
    await utimes(join(folder, 'run.lock'), 1, 1);
    await (await lockRunFolder(folder, options)).release();
  });
});
