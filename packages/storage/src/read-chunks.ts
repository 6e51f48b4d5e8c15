import { open } from 'node:fs/promises';
import { readError } from './disk-error.ts';

/** What is made of a chunk dies young: see `readLines`. */
const CHUNK_BYTES = 1 << 16;

/**
 * Reads a file from start to end. All chunks share one buffer, which leaves no garbage behind: a chunk holds until the next is asked for.
 * @throws ImaginariumError `input/not-found`, `disk/…`
 */
export async function* readChunks(path: string, chunkBytes: number = CHUNK_BYTES): AsyncGenerator<Buffer> {
  const failed = (thrown: unknown): never => {
    throw readError(thrown, path);
  };
  const handle = await open(path).catch(failed);
  const buffer = Buffer.allocUnsafe(chunkBytes);
  try {
    while (true) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null).catch(failed);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
