import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pid } from 'node:process';
import { codeOf } from './disk-error.ts';

/** How the names of files end that are not finished; the run folder's next owner sweeps them away. */
export const PENDING_SUFFIX = '.pending';
let opened = 0;

/** A file under a name of its own until it is whole: readers see the old file or the new one, never a half. */
export interface PendingFile {
  /** Where the bytes are until `commit`. */
  readonly path: string;
  readonly handle: FileHandle;
  /** Puts the bytes on disk and gives them the final name. Closes the handle. */
  commit(): Promise<void>;
  /** Leaves nothing behind. Safe after a failed `commit`. */
  abort(): Promise<void>;
}

/** Opens a pending file beside `path`, whose folder is made when missing. Throws what the file system throws. */
export async function openPendingFile(path: string): Promise<PendingFile> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const pending = join(folder, `.${basename(path)}.${pid}-${opened++}${PENDING_SUFFIX}`);
  const handle = await open(pending, 'wx');
  return {
    path: pending,
    handle,
    async commit() {
      await handle.sync();
      await handle.close();
      await rename(pending, path);
      await syncFolder(folder);
    },
    async abort() {
      await handle.close().catch(() => undefined);
      await rm(pending, { force: true });
    },
  };
}

/** Makes new names in a folder last. Systems that cannot open a folder need not. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (thrown) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES', 'ENOTSUP'].includes(codeOf(thrown) ?? '')) throw thrown;
  }
}
