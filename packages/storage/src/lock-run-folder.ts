import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pid } from 'node:process';
import { type Clock, ImaginariumError } from '@imaginarium/contracts';
import { z } from 'zod';
import { codeOf, diskError } from './disk-error.ts';
import { PENDING_SUFFIX } from './pending-file.ts';
import { processStart } from './process-start.ts';

const LOCK = 'run.lock';
/** A lock without readable content is being written; after this many milliseconds, its writer was killed. */
const WRITING_MS = 2000;
const RETRY_MS = 20;

const ownerSchema = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** Milliseconds since the epoch. */
  since: z.number(),
  /** Tells the process from a later one with the same pid; null where the system does not say. */
  start: z.string().nullable(),
  token: z.string(),
});
type Owner = z.infer<typeof ownerSchema>;

/** The process that works on a folder. One of another host may be dead: that cannot be seen from here. */
export interface RunLockOwner {
  readonly pid: number;
  readonly host: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** The lock's file. */
  readonly path: string;
  readonly isHere: boolean;
}

export interface RunLock {
  /** Safe to call twice. */
  release(): Promise<void>;
}

/**
 * Takes a run folder, made when missing, for this process, and sweeps away unfinished files of a killed one. The lock of a process that is dead
 * on this host is taken over. Readers need no lock.
 * @throws ImaginariumError `locked/run` naming pid, host and since when; `disk/…`
 */
export async function lockRunFolder(folder: string, { clock }: { readonly clock: Clock }): Promise<RunLock> {
  const path = join(folder, LOCK);
  const own: Owner = { pid, host: hostname(), since: clock.now(), start: await processStart(pid), token: randomUUID() };
  try {
    await mkdir(folder, { recursive: true });
    while (!create(path, own)) {
      const text = await readOrMissing(path);
      if (text === undefined) continue;
      const owner = readOwner(text);
      if (owner !== undefined && (await isLiving(owner, own.host))) throw inUse(folder, path, owner, own);
      const isBeingWritten = owner === undefined && clock.now() - (await modifiedAt(path)) < WRITING_MS;
      if (isBeingWritten) await clock.sleep(RETRY_MS);
      else await removeDead(path, text, own, clock);
    }
    await sweepPendingFiles(folder);
  } catch (thrown) {
    throw diskError(thrown, 'lock', folder);
  }
  return {
    async release() {
      if (readOwner((await readOrMissing(path)) ?? '')?.token === own.token) await rm(path, { force: true });
    },
  };
}

/** Whether a living process holds the run folder; takes nothing. */
export async function isRunLocked(folder: string): Promise<boolean> {
  return (await readRunLock(folder)) !== undefined;
}

/** Who holds a run folder; undefined where nobody does. Takes nothing. */
export async function readRunLock(folder: string): Promise<RunLockOwner | undefined> {
  const [path, own] = [join(folder, LOCK), hostname()];
  const owner = readOwner((await readOrMissing(path)) ?? '');
  if (owner === undefined || !(await isLiving(owner, own))) return undefined;
  return { pid: owner.pid, host: owner.host, since: owner.since, path, isHere: owner.host === own };
}

/** False when there is a lock. Synchronous, so that no signal handler ends the process between name and content. */
function create(path: string, owner: Owner): boolean {
  try {
    const file = openSync(path, 'wx');
    try {
      writeSync(file, `${JSON.stringify(owner)}\n`);
    } finally {
      closeSync(file);
    }
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

function inUse(folder: string, path: string, owner: Owner, own: Owner): ImaginariumError {
  return new ImaginariumError({
    code: 'locked/run',
    message: `The folder ${folder} is in use by process ${owner.pid} on ${owner.host} since ${new Date(owner.since).toISOString()}.`,
    hint:
      owner.host === own.host
        ? 'Wait until it ends, or stop it; then run again, and it goes on where it stopped.'
        : `Whether it still runs cannot be seen from ${own.host}. If it does not, delete ${path}.`,
  });
}

/** A process of another host cannot be judged, and counts as living. */
async function isLiving(owner: Owner, host: string): Promise<boolean> {
  if (owner.host !== host) return true;
  try {
    process.kill(owner.pid, 0);
  } catch (thrown) {
    return codeOf(thrown) === 'EPERM';
  }
  const start = await processStart(owner.pid);
  return owner.start === null || start === null || start === owner.start;
}

/**
 * Removes a dead process's lock, behind a second lock that is held for a moment only: of several processes that all
 * saw the dead one, a late one must not remove the lock that an early one has taken since.
 */
async function removeDead(path: string, dead: string, own: Owner, clock: Clock): Promise<void> {
  const guard = `${path}.takeover`;
  if (!create(guard, own)) {
    if (clock.now() - (await modifiedAt(guard)) > WRITING_MS) await rm(guard, { force: true });
    else await clock.sleep(RETRY_MS);
    return;
  }
  try {
    if (readFileSync(path, 'utf8') === dead) rmSync(path);
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT') throw thrown;
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Milliseconds since the epoch; for a file that is gone, now or later. */
async function modifiedAt(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY;
}

async function readOrMissing(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((thrown: unknown) => {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  });
}

function readOwner(text: string): Owner | undefined {
  try {
    return ownerSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function sweepPendingFiles(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith(PENDING_SUFFIX))
      await rm(join(entry.parentPath, entry.name), { force: true });
  }
}
