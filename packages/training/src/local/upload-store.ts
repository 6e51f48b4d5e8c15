import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '@imaginarium/contracts';
import { readJsonFile, writeJsonFile } from '@imaginarium/storage';
import { z } from 'zod';
import { ApiError, notFound } from './api-error.ts';
import type { FileStore } from './file-store.ts';
import { isId, newId } from './new-id.ts';

/** As OpenAI has them (Uploads API): an hour to complete, 64 MB a part. */
const LIFETIME_MS = 60 * 60 * 1000;

const uploadSchema = z.object({
  id: z.string(),
  filename: z.string(),
  purpose: z.string(),
  bytes: z.number().int().nonnegative(),
  createdAt: z.number(),
  expiresAt: z.number(),
  status: z.enum(['pending', 'completed', 'cancelled']),
  parts: z.array(z.object({ id: z.string(), bytes: z.number(), createdAt: z.number() })),
  fileId: z.string().nullable(),
});
export type StoredUpload = z.infer<typeof uploadSchema>;
export type UploadedPart = StoredUpload['parts'][number];

export interface UploadStore {
  create(request: Pick<StoredUpload, 'filename' | 'purpose' | 'bytes'>): Promise<StoredUpload>;
  addPart(id: string, content: Readable): Promise<UploadedPart>;
  /** Joins the parts in the order given. @throws ApiError 400 when they are not the bytes that were announced */
  complete(id: string, order: readonly string[], md5: string | undefined): Promise<StoredUpload>;
  cancel(id: string): Promise<StoredUpload>;
}

/** Uploads in parts, kept in a folder until they become a file. */
export async function openUploadStore(
  folder: string,
  files: FileStore,
  { clock }: { readonly clock: Clock },
): Promise<UploadStore> {
  await mkdir(folder, { recursive: true });
  const uploads = new Map<string, StoredUpload>();
  for (const name of await readdir(folder))
    if (name.endsWith('.json')) {
      const upload = await readJsonFile(join(folder, name), uploadSchema);
      uploads.set(upload.id, upload);
    }
  const partPath = (upload: string, part: string) => join(folder, upload, part);
  const save = async (upload: StoredUpload): Promise<StoredUpload> => {
    await writeJsonFile(join(folder, `${upload.id}.json`), upload);
    uploads.set(upload.id, upload);
    return upload;
  };
  const pending = (id: string): StoredUpload => {
    const upload = isId(id, 'upload') ? uploads.get(id) : undefined;
    if (!upload) throw notFound('Upload object', id, 'upload_id');
    const isExpired = upload.status === 'pending' && clock.now() >= upload.expiresAt;
    if (upload.status !== 'pending' || isExpired)
      throw new ApiError(400, `The upload ${id} is ${isExpired ? 'expired' : upload.status}.`, { param: 'upload_id' });
    return upload;
  };
  return {
    create: async ({ filename, purpose, bytes }) => {
      const [id, createdAt] = [newId('upload'), clock.now()];
      await mkdir(join(folder, id));
      const upload = { id, filename, purpose, bytes, createdAt, expiresAt: createdAt + LIFETIME_MS };
      return save({ ...upload, status: 'pending', parts: [], fileId: null });
    },
    addPart: async (id, content) => {
      pending(id);
      const part = { id: newId('part'), bytes: 0, createdAt: clock.now() };
      const file = createWriteStream(partPath(id, part.id), { flush: true });
      await pipeline(content, file);
      part.bytes = file.bytesWritten;
      const upload = pending(id);
      await save({ ...upload, parts: [...upload.parts, part] });
      return part;
    },
    complete: async (id, order, md5) => {
      const upload = pending(id);
      const parts = order.map((partId) => {
        const part = upload.parts.find((known) => known.id === partId);
        if (!part) throw notFound('Upload part', partId, 'part_ids');
        return part;
      });
      const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
      if (bytes !== upload.bytes)
        throw new ApiError(400, `The parts hold ${bytes} bytes; ${upload.bytes} were announced.`, {
          param: 'part_ids',
        });
      const hash = createHash('md5');
      const joined = async function* () {
        for (const part of parts)
          for await (const chunk of createReadStream(partPath(id, part.id))) {
            hash.update(chunk);
            yield chunk;
          }
      };
      const file = await files.put(upload, Readable.from(joined()));
      if (md5 !== undefined && hash.digest('hex') !== md5) {
        await files.remove(file.id);
        throw new ApiError(400, 'The parts do not have the md5 that was given.', { param: 'md5' });
      }
      const completed = await save({ ...upload, status: 'completed', fileId: file.id });
      await rm(join(folder, id), { recursive: true, force: true });
      return completed;
    },
    cancel: async (id) => {
      const cancelled = await save({ ...pending(id), status: 'cancelled' });
      await rm(join(folder, id), { recursive: true, force: true });
      return cancelled;
    },
  };
}
