import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isJsonObject } from '@imaginarium/contracts';
import { diskError } from './disk-error.ts';
import { syncFolder } from './pending-file.ts';
import { wellFormedJson } from './well-formed-json.ts';

const NEWLINE = 0x0a;
const TAIL_BYTES = 1 << 16;

export interface JsonlAppender {
  /** Resolves when the row is on disk (fdatasync). Rows appended at once share one. @throws ImaginariumError `disk/…` */
  append(row: unknown): Promise<void>;
  /** Waits for what was appended. */
  close(): Promise<void>;
}

interface Waiting {
  readonly line: string;
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
  let queue: Waiting[] = [];
  let committing: Promise<void> | undefined;

  async function commitAll(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      const bytes = Buffer.from(batch.map(({ line }) => line).join(''), 'utf8');
      try {
        await handle.appendFile(bytes);
        await handle.datasync();
        size += bytes.length;
        for (const { resolve } of batch) resolve();
      } catch (thrown) {
        // What a full disk took of the batch would be a torn line in the middle once there is room again.
        await handle.truncate(size).catch(() => undefined);
        for (const { reject } of batch) reject(diskError(thrown, 'append to', path));
      }
    }
    committing = undefined;
  }

  return {
    append: (row) =>
      new Promise((resolve, reject) => {
        queue.push({ line: `${wellFormedJson(row)}\n`, resolve, reject });
        committing ??= commitAll();
      }),
    async close() {
      await committing;
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
