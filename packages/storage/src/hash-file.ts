import { createHash } from 'node:crypto';
import { readChunks } from './read-chunks.ts';

/** SHA-256 (64 hexadecimal digits) and size of a file, in bounded memory. @throws ImaginariumError `input/not-found`, `disk/…` */
export async function hashFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of readChunks(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
