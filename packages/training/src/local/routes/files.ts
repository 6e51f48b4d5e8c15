import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import type { FileStore } from '../file-store.ts';
import { isOver } from '../job-record.ts';
import type { JobStore } from '../job-store.ts';
import { pageQuerySchema, paginate } from '../paginate.ts';
import { missing, readForm } from '../read-form.ts';
import { readRequest } from '../read-request.ts';
import { wireFile } from '../wire-file.ts';

/** A form has texts only. */
const fieldsSchema = z.strictObject({
  purpose: z.literal('fine-tune'),
  'expires_after[anchor]': z.literal('created_at').optional(),
  'expires_after[seconds]': z
    .string()
    .regex(/^\d{1,8}$/, 'not a whole number')
    .transform(Number)
    .pipe(z.int().min(3600).max(2_592_000))
    .optional(),
});

const listQuerySchema = pageQuerySchema.extend({
  order: z.enum(['asc', 'desc']).optional(),
  purpose: z.string().optional(),
});

const LIMIT = 10_000;
/** As OpenAI has it, for a file that is sent whole. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

/** `/v1/files`: OpenAPI tag Files. */
export function fileRoutes(app: FastifyInstance, { files, jobs }: { files: FileStore; jobs: JobStore }): void {
  app.post('/v1/files', async (request) => {
    const drop = (received: { drop(): Promise<void> }) => received.drop();
    const form = await readForm(request, 'file', (content) => files.receive(content, MAX_FILE_BYTES), drop);
    try {
      const { purpose, ...fields } = readRequest(fieldsSchema, form.fields);
      if (!form.content) throw missing('file');
      const expiresAfter = fields['expires_after[seconds]'];
      return wireFile(await form.content.keep({ filename: form.filename, purpose, expiresAfter }));
    } catch (thrown) {
      await form.content?.drop();
      throw thrown;
    }
  });

  app.get('/v1/files', async (request) => {
    const { after, limit = LIMIT, order = 'desc', purpose } = readRequest(listQuerySchema, request.query);
    const oldestFirst = files.list().filter((file) => purpose === undefined || file.purpose === purpose);
    const { page, hasMore } = paginate(order === 'asc' ? oldestFirst : oldestFirst.toReversed(), { after, limit });
    const ids = { first_id: page[0]?.id ?? '', last_id: page.at(-1)?.id ?? '' };
    return { object: 'list', data: page.map(wireFile), ...ids, has_more: hasMore };
  });

  app.get<{ Params: { id: string } }>('/v1/files/:id', async ({ params }) => wireFile(files.get(params.id)));

  app.get<{ Params: { id: string } }>('/v1/files/:id/content', async ({ params }, reply) => {
    const { bytes } = files.get(params.id);
    reply.header('content-length', bytes).header('x-content-type-options', 'nosniff');
    return reply.type('application/octet-stream').send(await files.read(params.id));
  });

  app.delete<{ Params: { id: string } }>('/v1/files/:id', async ({ params: { id } }) => {
    files.get(id);
    const user = jobs.list().find((job) => !isOver(job) && (job.trainingFile === id || job.validationFile === id));
    if (user)
      throw new ApiError(409, `The job ${user.id} still needs the file ${id}.`, { code: 'conflict', param: 'file_id' });
    await files.remove(id);
    return { id, object: 'file', deleted: true };
  });
}
