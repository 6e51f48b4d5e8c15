import { createHash } from 'node:crypto';
import { diskError } from './disk-error.ts';
import { openPendingFile } from './pending-file.ts';
import type { WrittenFile } from './write-jsonl.ts';

/**
 * Writes bytes as they come to a file, in bounded memory. When they or the disk fail the old file, if any, stays and nothing else is left.
 *
 * @throws ImaginariumError `disk/…`; what `chunks` throws
 */
export async function writeByteStream(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Omit<WrittenFile, 'rows'>> {
  const onDisk = (thrown: unknown): never => {
    throw diskError(thrown, 'write', path);
  };
  const file = await openPendingFile(path).catch(onDisk);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      await file.handle.writeFile(chunk).catch(onDisk);
    }
    await file.commit().catch(onDisk);
  } catch (thrown) {
    await file.abort();
    throw thrown;
  }
  return { bytes, sha256: hash.digest('hex') };
}
