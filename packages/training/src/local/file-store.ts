import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '@imaginarium/contracts';
import { readJsonFile, writeJsonFile } from '@imaginarium/storage';
import { z } from 'zod';
import { ApiError, notFound } from './api-error.ts';
import { isId, newId } from './new-id.ts';

const storedFileSchema = z.object({
  id: z.string(),
  filename: z.string(),
  purpose: z.string(),
  bytes: z.number().int().nonnegative(),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
});
export type StoredFile = z.infer<typeof storedFileSchema>;

export interface FileStore {
  /** @throws ApiError 413 beyond the bound; nothing is left then */
  put(name: { readonly filename: string; readonly purpose: string }, content: Readable): Promise<StoredFile>;
  /** @throws ApiError 404 */
  get(id: string): StoredFile;
  /** Oldest first. */
  list(): readonly StoredFile[];
  pathOf(id: string): string;
  read(id: string): Readable;
  remove(id: string): Promise<void>;
}

/** Files in a folder: content beside a description, which is written last, so that a file without one was never answered for. */
export async function openFileStore(
  folder: string,
  { clock, maxBytes }: { readonly clock: Clock; readonly maxBytes: number },
): Promise<FileStore> {
  await mkdir(folder, { recursive: true });
  const files = new Map<string, StoredFile>();
  const descriptions = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const stored = await Promise.all(descriptions.map((name) => readJsonFile(join(folder, name), storedFileSchema)));
  for (const file of stored.sort((a, b) => a.createdAt - b.createdAt)) files.set(file.id, file);
  const pathOf = (id: string) => join(folder, `${id}.bin`);
  const get = (id: string): StoredFile => {
    const file = isId(id, 'file') ? files.get(id) : undefined;
    if (!file) throw notFound('File object', id, 'file_id');
    return file;
  };
  return {
    get,
    pathOf,
    list: () => [...files.values()],
    read: (id) => createReadStream(pathOf(get(id).id)),
    put: async ({ filename, purpose }, content) => {
      const id = newId('file');
      const pending = `${pathOf(id)}.part`;
      let bytes = 0;
      try {
        await pipeline(
          content,
          async function* bounded(chunks: AsyncIterable<Buffer>) {
            for await (const chunk of chunks) {
              bytes += chunk.length;
              if (bytes > maxBytes)
                throw new ApiError(413, `The file is larger than ${maxBytes} bytes.`, { param: 'file' });
              yield chunk;
            }
          },
          createWriteStream(pending, { flush: true }),
        );
        await rename(pending, pathOf(id));
      } catch (error) {
        await rm(pending, { force: true });
        throw error;
      }
      const file: StoredFile = { id, filename, purpose, bytes, createdAt: clock.now() };
      await writeJsonFile(join(folder, `${id}.json`), file);
      files.set(id, file);
      return file;
    },
    remove: async (id) => {
      get(id);
      await rm(join(folder, `${id}.json`), { force: true });
      await rm(pathOf(id), { force: true });
      files.delete(id);
    },
  };
}
