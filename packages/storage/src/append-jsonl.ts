import { appendFileSync, fdatasync, ftruncateSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { type ImaginariumError, isJsonObject } from '@imaginarium/contracts';
import { diskError } from './disk-error.ts';
import { syncFolder } from './pending-file.ts';
import { wellFormedJson } from './well-formed-json.ts';

const datasync = promisify(fdatasync);
const NEWLINE = 0x0a;
const TAIL_BYTES = 1 << 16;
/**
 * Milliseconds within which a row is on disk. A machine that dies takes the model's answers under way with it, which take longer
 * than this: waiting for the disk row by row would save hardly more of them, and costs two threads' waking a row.
 */
const SYNC_WITHIN_MS = 250;

export interface JsonlAppender {
  /**
   * Hands the row to the system before it returns: no death of the process loses it. It is on disk (fdatasync) within a quarter
   * of a second, with all rows of that time.
   * @throws ImaginariumError `disk/…`, from then on for every row where it is the disk that refused rows it had been handed
   */
  append(row: unknown): void;
  /** Resolves when all rows so far are on disk, so that no death of the machine loses them. @throws ImaginariumError `disk/…` */
  sync(): Promise<void>;
  /** Syncs, and closes the file in any case. @throws ImaginariumError `disk/…` */
  close(): Promise<void>;
}

/**
 * Opens a JSONL file for appending, made when missing. A torn last line, which no append has acknowledged, is cut away;
 * a whole one that lacks its newline gets it.
 * One appender a file: the caller holds the run's lock.
 * @throws ImaginariumError `disk/…`
 */
export async function openJsonlAppender(path: string): Promise<JsonlAppender> {
  let handle: FileHandle;
  let size: number;
  try {
    await mkdir(dirname(path), { recursive: true });
    handle = await open(path, 'a+');
    size = await mendLastLine(handle);
    await syncFolder(dirname(path));
  } catch (thrown) {
    throw diskError(thrown, 'open', path);
  }
  let syncedSize = size;
  let due: NodeJS.Timeout | undefined;
  let syncing: Promise<void> | undefined;
  let failure: ImaginariumError | undefined;

  // The write only fills the page cache, so it costs less than handing it to another thread would; the sync may take long.
  function write(line: string): void {
    const bytes = Buffer.from(line, 'utf8');
    try {
      const written = writeSync(handle.fd, bytes);
      if (written < bytes.length) appendFileSync(handle.fd, bytes.subarray(written));
      size += bytes.length;
    } catch (thrown) {
      cutBackTo(size);
      throw diskError(thrown, 'append to', path);
    }
  }

  /** What a full disk took of a row would be a torn line in the middle once there is room again. */
  function cutBackTo(length: number): void {
    try {
      ftruncateSync(handle.fd, length);
      size = length;
    } catch {
      // Devices and pipes have no length to go back to.
    }
  }

  async function syncOnce(): Promise<void> {
    const reached = size;
    try {
      await datasync(handle.fd);
      syncedSize = reached;
    } catch (thrown) {
      // A second sync of the same rows may claim success (the system forgets what it could not write): there is none.
      failure = diskError(thrown, 'append to', path);
      cutBackTo(syncedSize);
    } finally {
      syncing = undefined;
    }
  }

  async function sync(): Promise<void> {
    clearTimeout(due);
    due = undefined;
    const wanted = size;
    while (syncedSize < wanted && failure === undefined) {
      syncing ??= syncOnce();
      await syncing;
    }
    if (failure !== undefined) throw failure;
  }

  return {
    append(row) {
      if (failure !== undefined) throw failure;
      write(`${wellFormedJson(row)}\n`);
      // Its failure is told by the next append or by close.
      due ??= setTimeout(() => sync().catch(() => {}), SYNC_WITHIN_MS);
    },
    sync,
    async close() {
      try {
        await sync();
      } finally {
        await handle.close();
      }
    },
  };
}

/** Makes the file end with a newline, and gives its length in bytes. */
async function mendLastLine(handle: FileHandle): Promise<number> {
  const size = (await handle.stat()).size;
  const end = await endOfWholeLines(handle, size);
  if (end === size) return size;
  const rest = Buffer.alloc(size - end);
  await handle.read(rest, 0, rest.length, end);
  if (isJsonObjectText(rest.toString('utf8'))) {
    await handle.appendFile('\n');
    return size + 1;
  }
  await handle.truncate(end);
  return end;
}

async function endOfWholeLines(handle: FileHandle, size: number): Promise<number> {
  const tail = Buffer.alloc(TAIL_BYTES);
  let end = size;
  while (end > 0) {
    const start = Math.max(0, end - TAIL_BYTES);
    const { bytesRead } = await handle.read(tail, 0, end - start, start);
    const newline = tail.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return 0;
}

/** A row that was cut off is never one. */
function isJsonObjectText(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text));
  } catch {
    return false;
  }
}
