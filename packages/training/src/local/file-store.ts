import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '@imaginarium/contracts';
import { readJsonFile, writeJsonFile } from '@imaginarium/storage';
import { z } from 'zod';
import { notFound } from './api-error.ts';
import { bounded } from './bounded.ts';
import { createLaterClock } from './later-clock.ts';
import { isId, newId } from './new-id.ts';

const storedFileSchema = z.object({
  id: z.string(),
  filename: z.string(),
  purpose: z.string(),
  bytes: z.number().int().nonnegative(),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  /** Milliseconds since the epoch, exclusive; absent for a file that stays. */
  expiresAt: z.number().optional(),
});
export type StoredFile = z.infer<typeof storedFileSchema>;

export interface FileDetails {
  readonly filename: string;
  readonly purpose: string;
  /** Seconds from its making on. @default it stays */
  readonly expiresAfter?: number | undefined;
  /** Lets who may be killed in between name the file beforehand. @default a new one */
  readonly id?: string;
}

/** Content that is on disk, and no file yet. */
export interface ReceivedContent {
  readonly bytes: number;
  keep(details: FileDetails): Promise<StoredFile>;
  drop(): Promise<void>;
}

export interface FileStore {
  /** @throws ApiError 413 beyond the bound; nothing is left then */
  receive(content: Readable, maxBytes: number): Promise<ReceivedContent>;
  has(id: string): boolean;
  /** @throws ApiError 404 */
  get(id: string): StoredFile;
  /** Oldest first. */
  list(): readonly StoredFile[];
  pathOf(id: string): string;
  /** The content, readable to its end though the file be removed meanwhile. @throws ApiError 404 */
  read(id: string): Promise<Readable>;
  remove(id: string): Promise<void>;
}

/**
 * Files in a folder: content beside a description, which is written last; content without one was never answered for and is
 * swept away at the next start, as are files past their time.
 */
export async function openFileStore(folder: string, { clock }: { readonly clock: Clock }): Promise<FileStore> {
  await mkdir(folder, { recursive: true });
  const files = new Map<string, StoredFile>();
  const pathOf = (id: string) => join(folder, `${id}.bin`);
  const descriptionOf = (id: string) => join(folder, `${id}.json`);
  const isExpired = ({ expiresAt }: StoredFile) => expiresAt !== undefined && clock.now() >= expiresAt;
  const names = await readdir(folder);
  const descriptions = names.filter((name) => name.endsWith('.json'));
  const stored = await Promise.all(descriptions.map((name) => readJsonFile(join(folder, name), storedFileSchema)));
  for (const file of stored.sort((a, b) => a.createdAt - b.createdAt)) {
    if (isExpired(file)) await rm(descriptionOf(file.id), { force: true });
    else files.set(file.id, file);
  }
  for (const name of names.filter((one) => one.endsWith('.bin')))
    if (!files.has(name.slice(0, -'.bin'.length))) await rm(join(folder, name), { force: true });
  const later = createLaterClock(clock, stored);
  const get = (id: string): StoredFile => {
    const file = isId(id, 'file') ? files.get(id) : undefined;
    if (!file || isExpired(file)) throw notFound('File object', id, 'file_id');
    return file;
  };
  return {
    get,
    pathOf,
    has: (id) => files.has(id),
    // Of files made at the same time, an early one may have come to be known late.
    list: () => [...files.values()].filter((file) => !isExpired(file)).sort((a, b) => a.createdAt - b.createdAt),
    read: async (id) => (await open(pathOf(get(id).id))).createReadStream(),
    receive: async (content, maxBytes) => {
      // Swept by the folder's next owner, as every name with this ending is (storage).
      const pending = join(folder, `.${newId('content')}.pending`);
      const drop = () => rm(pending, { force: true });
      // Opened before anything can fail: a stream that opens its file late makes it after the drop.
      const file = (await open(pending, 'w')).createWriteStream({ flush: true });
      try {
        await pipeline(content, bounded(maxBytes, 'file'), file);
      } catch (error) {
        await drop();
        throw error;
      }
      const bytes = file.bytesWritten;
      return {
        bytes,
        drop,
        keep: async ({ filename, purpose, expiresAfter, id = newId('file') }) => {
          await rename(pending, pathOf(id));
          const createdAt = later();
          const expires = expiresAfter === undefined ? {} : { expiresAt: createdAt + expiresAfter * 1000 };
          const kept: StoredFile = { id, filename, purpose, bytes, createdAt, ...expires };
          await writeJsonFile(descriptionOf(id), kept);
          files.set(id, kept);
          return kept;
        },
      };
    },
    remove: async (id) => {
      get(id);
      files.delete(id);
      await rm(descriptionOf(id), { force: true });
      await rm(pathOf(id), { force: true });
    },
  };
}
