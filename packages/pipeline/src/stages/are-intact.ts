import { join } from 'node:path';
import type { OutputFile } from '@imaginarium/contracts';
import { hashFile } from '@imaginarium/storage';

/** Whether files in a folder are as they were written, by SHA-256. One that cannot be read is not. */
export async function areIntact(
  folder: string,
  outputs: readonly Pick<OutputFile, 'path' | 'sha256'>[],
): Promise<boolean> {
  for (const { path, sha256 } of outputs) {
    const found = await hashFile(join(folder, path)).catch(() => undefined);
    if (found?.sha256 !== sha256) return false;
  }
  return true;
}
