import { createHash } from 'node:crypto';
import type { OutputFile } from '@imaginarium/contracts';
import { diskError } from './disk-error.ts';
import { openPendingFile } from './pending-file.ts';
import { wellFormedJson } from './well-formed-json.ts';

const BATCH_LENGTH = 1 << 18;

/** A written file without its place in the run folder. */
export type WrittenFile = Omit<OutputFile, 'path' | 'rows'> & { readonly rows: number };

export interface JsonlWriter {
  /**
   * Adds a row. A promise when the disk is behind: wait for it before the next row, and memory stays flat.
   * @throws ImaginariumError `disk/…`, also for an earlier row; `internal/not-json`
   */
  write(row: unknown): Promise<void> | undefined;
  /** Gives the file its name, with all rows on disk. @throws ImaginariumError `disk/…`, and then nothing is left */
  finish(): Promise<WrittenFile>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/** Writes a JSONL file under a pending name until `finish`. @throws ImaginariumError `disk/…` */
export async function createJsonlWriter(path: string): Promise<JsonlWriter> {
  const file = await openPendingFile(path).catch((thrown: unknown) => {
    throw diskError(thrown, 'write', path);
  });
  const hash = createHash('sha256');
  let batch = '';
  let [rows, bytes] = [0, 0];
  /** The batches on their way to the disk, in order. */
  let writing: Promise<void> = Promise.resolve();

  /** Sends the batch off, and gives the promise of the one before it. */
  function send(): Promise<void> {
    const buffer = Buffer.from(batch, 'utf8');
    batch = '';
    hash.update(buffer);
    bytes += buffer.length;
    const before = writing;
    writing = before.then(() => file.handle.writeFile(buffer));
    // Who waits next sees the failure; until then it is not unhandled.
    writing.catch(() => undefined);
    return before.catch((thrown: unknown) => {
      throw diskError(thrown, 'write', path);
    });
  }

  return {
    write(row) {
      batch += `${wellFormedJson(row)}\n`;
      rows++;
      return batch.length < BATCH_LENGTH ? undefined : send();
    },
    async finish() {
      try {
        send().catch(() => undefined);
        await writing;
        await file.commit();
      } catch (thrown) {
        await file.abort();
        throw diskError(thrown, 'write', path);
      }
      return { rows, bytes, sha256: hash.digest('hex') };
    },
    async abort() {
      await writing.catch(() => undefined);
      await file.abort();
    },
  };
}

/**
 * Writes rows as they come to a JSONL file, in bounded memory. When the rows or the disk fail, or the signal aborts, the old file, if any, stays
 * and nothing else is left.
 * @throws ImaginariumError `disk/…`; what `rows` throws; the signal's reason
 */
export async function writeJsonl(
  path: string,
  rows: Iterable<unknown> | AsyncIterable<unknown>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<WrittenFile> {
  options.signal?.throwIfAborted();
  const writer = await createJsonlWriter(path);
  try {
    for await (const row of rows) {
      options.signal?.throwIfAborted();
      const behind = writer.write(row);
      if (behind !== undefined) await behind;
    }
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
  return writer.finish();
}
