import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readError } from './disk-error.ts';

/** SHA-256 (64 hexadecimal digits) and size of a file, in bounded memory. @throws ImaginariumError `input/not-found`, `disk/…` */
export async function hashFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (thrown) {
    throw readError(thrown, path);
  }
  return { sha256: hash.digest('hex'), bytes };
}
