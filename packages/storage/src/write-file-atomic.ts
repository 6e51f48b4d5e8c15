import { diskError } from './disk-error.ts';
import { openPendingFile } from './pending-file.ts';

/**
 * Writes a whole file: pending name, fsync, rename. Afterwards the file holds either what it held or all of `content`.
 * @throws ImaginariumError `disk/…`
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const file = await openPendingFile(path);
    try {
      await file.handle.writeFile(content);
      await file.commit();
    } catch (thrown) {
      await file.abort();
      throw thrown;
    }
  } catch (thrown) {
    throw diskError(thrown, 'write', path);
  }
}
