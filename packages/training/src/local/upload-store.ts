import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '@imaginarium/contracts';
import { readJsonFile } from '@imaginarium/storage';
import { z } from 'zod';
import { ApiError, notFound } from './api-error.ts';
import { bounded } from './bounded.ts';
import type { FileStore } from './file-store.ts';
import { isId, newId } from './new-id.ts';
import { createOrderedWriter } from './ordered-writer.ts';

/** As OpenAI has them (Uploads API): an hour to complete, 64 MB a part, 8 GB in all. */
const LIFETIME_MS = 60 * 60 * 1000;
const MAX_PART_BYTES = 64 * 1024 * 1024;
export const MAX_UPLOAD_BYTES = 8 * 1024 ** 3;

const uploadSchema = z.object({
  id: z.string(),
  filename: z.string(),
  purpose: z.string(),
  bytes: z.number().int().nonnegative(),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  expiresAt: z.number(),
  /** Seconds that the file will stay. */
  fileExpiresAfter: z.number().optional(),
  status: z.enum(['pending', 'completed', 'cancelled']),
  parts: z.array(z.object({ id: z.string(), bytes: z.number(), createdAt: z.number() })),
  /** Chosen before the parts are joined, so that joining again after a kill makes no second file. */
  fileId: z.string().nullable(),
});
export type StoredUpload = z.infer<typeof uploadSchema>;
export type UploadedPart = StoredUpload['parts'][number];

export interface UploadStore {
  create(request: Pick<StoredUpload, 'filename' | 'purpose' | 'bytes' | 'fileExpiresAfter'>): Promise<StoredUpload>;
  /** @throws ApiError 404; 400 for an upload that is over, or more bytes than were announced; 413 */
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
  const uploads = await readUploads(folder, clock);
  const write = createOrderedWriter();
  const completing = new Set<string>();
  const partPath = (upload: string, part: string) => join(folder, upload, part);
  const dropParts = (id: string) => rm(join(folder, id), { recursive: true, force: true });
  const save = async (upload: StoredUpload): Promise<StoredUpload> => {
    uploads.set(upload.id, upload);
    await write(join(folder, `${upload.id}.json`), upload);
    return upload;
  };
  const pending = (id: string): StoredUpload => {
    const upload = isId(id, 'upload') ? uploads.get(id) : undefined;
    if (!upload) throw notFound('Upload object', id, 'upload_id');
    if (completing.has(id))
      throw new ApiError(409, `The upload ${id} is being completed.`, { code: 'conflict', param: 'upload_id' });
    const isExpired = upload.status === 'pending' && clock.now() >= upload.expiresAt;
    if (upload.status !== 'pending' || isExpired)
      throw new ApiError(400, `The upload ${id} is ${isExpired ? 'expired' : upload.status}.`, {
        code: 'invalid_upload_state',
        param: 'upload_id',
      });
    return upload;
  };
  const withPart = (id: string, part: UploadedPart): StoredUpload => {
    const upload = pending(id);
    const bytes = upload.parts.reduce((sum, known) => sum + known.bytes, part.bytes);
    if (bytes > upload.bytes)
      throw new ApiError(400, `The parts hold ${bytes} bytes; ${upload.bytes} were announced.`, { param: 'data' });
    return { ...upload, parts: [...upload.parts, part] };
  };

  async function assemble(
    upload: StoredUpload,
    order: readonly string[],
    md5: string | undefined,
  ): Promise<StoredUpload> {
    const parts = order.map((partId) => {
      const part = upload.parts.find((known) => known.id === partId);
      if (part) return part;
      throw new ApiError(400, `The upload has no part ${partId}.`, { code: 'invalid_value', param: 'part_ids' });
    });
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    if (bytes !== upload.bytes || new Set(order).size !== order.length)
      throw new ApiError(
        400,
        bytes === upload.bytes
          ? 'A part is named twice.'
          : `The parts hold ${bytes} bytes; ${upload.bytes} were announced.`,
        { code: 'invalid_value', param: 'part_ids' },
      );
    const fileId = upload.fileId ?? newId('file');
    const named = await save({ ...upload, fileId });
    if (!files.has(fileId)) await joinParts(named, fileId, parts, md5);
    const completed = await save({ ...named, status: 'completed' });
    await dropParts(upload.id);
    return completed;
  }

  async function joinParts(
    { id, filename, purpose, fileExpiresAfter }: StoredUpload,
    fileId: string,
    parts: readonly UploadedPart[],
    md5: string | undefined,
  ): Promise<void> {
    const hash = createHash('md5');
    const joined = async function* () {
      for (const part of parts)
        for await (const chunk of createReadStream(partPath(id, part.id))) {
          hash.update(chunk);
          yield chunk;
        }
    };
    const received = await files.receive(Readable.from(joined()), MAX_UPLOAD_BYTES);
    if (md5 !== undefined && hash.digest('hex') !== md5.toLowerCase()) {
      await received.drop();
      throw new ApiError(400, 'The parts do not have the md5 that was given.', { code: 'invalid_value', param: 'md5' });
    }
    await received.keep({ filename, purpose, expiresAfter: fileExpiresAfter, id: fileId });
  }

  return {
    create: async (request) => {
      const [id, createdAt] = [newId('upload'), clock.now()];
      await mkdir(join(folder, id));
      const expiresAt = createdAt + LIFETIME_MS;
      return save({ ...request, id, createdAt, expiresAt, status: 'pending', parts: [], fileId: null });
    },
    addPart: async (id, content) => {
      pending(id);
      const partId = newId('part');
      const file = (await open(partPath(id, partId), 'w')).createWriteStream({ flush: true });
      try {
        await pipeline(content, bounded(MAX_PART_BYTES, 'data'), file);
        const part = { id: partId, bytes: file.bytesWritten, createdAt: clock.now() };
        await save(withPart(id, part));
        return part;
      } catch (error) {
        await rm(partPath(id, partId), { force: true });
        throw error;
      }
    },
    complete: async (id, order, md5) => {
      const upload = pending(id);
      completing.add(id);
      try {
        return await assemble(upload, order, md5);
      } finally {
        completing.delete(id);
      }
    },
    cancel: async (id) => {
      const cancelled = await save({ ...pending(id), status: 'cancelled' });
      await dropParts(id);
      return cancelled;
    },
  };
}

/** Reads the uploads, and sweeps away what belongs to none that goes on: parts of uploads that are over, parts cut off. */
async function readUploads(folder: string, clock: Clock): Promise<Map<string, StoredUpload>> {
  const uploads = new Map<string, StoredUpload>();
  const entries = await readdir(folder, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json'))) {
    const upload = await readJsonFile(join(folder, name), uploadSchema);
    uploads.set(upload.id, upload);
  }
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    const upload = uploads.get(name);
    const goesOn = upload?.status === 'pending' && clock.now() < upload.expiresAt;
    const known = new Set(goesOn ? upload.parts.map(({ id }) => id) : []);
    for (const part of await readdir(join(folder, name)))
      if (!known.has(part)) await rm(join(folder, name, part), { force: true });
    if (!goesOn) await rm(join(folder, name), { recursive: true, force: true });
  }
  return uploads;
}
