import { appendFileSync, fdatasync, ftruncateSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isJsonObject } from '@imaginarium/contracts';
import { diskError } from './disk-error.ts';
import { syncFolder } from './pending-file.ts';
import { wellFormedJson } from './well-formed-json.ts';

const datasync = promisify(fdatasync);
const NEWLINE = 0x0a;
const TAIL_BYTES = 1 << 16;
/** Milliseconds from one sync to the next: what is appended meanwhile shares it. The first row after a rest waits for nothing. */
const SYNC_PAUSE_MS = 4;

export interface JsonlAppender {
  /**
   * Hands the row to the system before it returns, so that a killed process loses nothing, and resolves when it is on disk
   * (fdatasync). Rows appended within a few milliseconds share one. @throws ImaginariumError `disk/…`
   */
  append(row: unknown): Promise<void>;
  /** Waits for what was appended. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
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
  let waiting: Waiting[] = [];
  let syncing: Promise<void> | undefined;
  let syncedSize = size;
  let syncedAt = Number.NEGATIVE_INFINITY;

  // The write only fills the page cache, so it costs less than handing it to another thread would; the sync may take long.
  function write(line: string): void {
    const bytes = Buffer.from(line, 'utf8');
    try {
      const written = writeSync(handle.fd, bytes);
      if (written < bytes.length) appendFileSync(handle.fd, bytes.subarray(written));
      size += bytes.length;
    } catch (thrown) {
      cutBackTo(size);
      throw thrown;
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

  async function syncAll(): Promise<void> {
    while (waiting.length > 0) {
      const rest = syncedAt + SYNC_PAUSE_MS - performance.now();
      if (rest > 0) await pause(rest);
      let batch = waiting;
      waiting = [];
      const reached = size;
      try {
        await datasync(handle.fd);
        syncedSize = reached;
        for (const { resolve } of batch) resolve();
      } catch (thrown) {
        // Rows written meanwhile stand behind the lost ones: all go.
        batch = [...batch, ...waiting];
        waiting = [];
        cutBackTo(syncedSize);
        for (const { reject } of batch) reject(diskError(thrown, 'append to', path));
      }
      syncedAt = performance.now();
    }
    syncing = undefined;
  }

  return {
    append: (row) =>
      new Promise((resolve, reject) => {
        const line = `${wellFormedJson(row)}\n`;
        try {
          write(line);
        } catch (thrown) {
          throw diskError(thrown, 'append to', path);
        }
        waiting.push({ resolve, reject });
        syncing ??= syncAll();
      }),
    async close() {
      await syncing;
      await handle.close();
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
