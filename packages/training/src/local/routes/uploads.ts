import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { FileStore } from '../file-store.ts';
import { missing, readForm } from '../read-form.ts';
import { readRequest } from '../read-request.ts';
import { MAX_UPLOAD_BYTES, type UploadStore } from '../upload-store.ts';
import { wirePart, wireUpload } from '../wire-upload.ts';

/** OpenAPI: CreateUploadRequest. */
const createSchema = z.strictObject({
  filename: z.string().min(1),
  purpose: z.literal('fine-tune'),
  bytes: z.int().min(1).max(MAX_UPLOAD_BYTES),
  mime_type: z.string(),
  expires_after: z
    .strictObject({ anchor: z.literal('created_at'), seconds: z.int().min(3600).max(2_592_000) })
    .optional(),
});

/** OpenAPI: CompleteUploadRequest. */
const completeSchema = z.strictObject({
  part_ids: z.array(z.string()).min(1),
  md5: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/, 'not 32 hexadecimal digits')
    .optional(),
});

interface UploadParams {
  readonly Params: { readonly id: string };
}

/** `/v1/uploads`: OpenAPI tag Uploads. */
export function uploadRoutes(
  app: FastifyInstance,
  { uploads, files }: { uploads: UploadStore; files: FileStore },
): void {
  app.post('/v1/uploads', async ({ body }) => {
    const { filename, purpose, bytes, expires_after } = readRequest(createSchema, body);
    const fileExpiresAfter = expires_after?.seconds;
    return wireUpload(
      await uploads.create({ filename, purpose, bytes, ...(fileExpiresAfter ? { fileExpiresAfter } : {}) }),
    );
  });

  app.post<UploadParams>('/v1/uploads/:id/parts', async (request) => {
    const { id } = request.params;
    // A part that a broken form brought in stays with its upload, unused: completing names the parts that count.
    const form = await readForm(
      request,
      'data',
      (content) => uploads.addPart(id, content),
      async () => {},
    );
    if (!form.content) throw missing('data');
    return wirePart(id, form.content);
  });

  app.post<UploadParams>('/v1/uploads/:id/complete', async ({ params, body }) => {
    const { part_ids, md5 } = readRequest(completeSchema, body);
    const upload = await uploads.complete(params.id, part_ids, md5);
    return wireUpload(upload, upload.fileId === null ? undefined : files.get(upload.fileId));
  });

  app.post<UploadParams>('/v1/uploads/:id/cancel', async ({ params }) => wireUpload(await uploads.cancel(params.id)));
}
