import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createJob } from '../create-job.ts';
import type { FileStore } from '../file-store.ts';
import type { JobQueue } from '../job-queue.ts';
import type { JobRecord } from '../job-record.ts';
import { jobRequestSchema, metadataSchema } from '../job-request.ts';
import type { JobStore } from '../job-store.ts';
import type { ModelList } from '../model-list.ts';
import { pageQuerySchema, paginate } from '../paginate.ts';
import { readRequest } from '../read-request.ts';
import { wireCheckpoint, wireEvent, wireJob } from '../wire-job.ts';

interface JobParams {
  readonly Params: { readonly id: string };
}

const CHECKPOINTS_LIMIT = 10;

/** `/v1/fine_tuning/jobs`: OpenAPI tag Fine-tuning. */
export function jobRoutes(
  app: FastifyInstance,
  stores: { jobs: JobStore; files: FileStore; models: ModelList; queue: JobQueue },
): void {
  const { jobs, queue } = stores;

  app.post('/v1/fine_tuning/jobs', async ({ body }) => {
    const job = await createJob(readRequest(jobRequestSchema, body), stores);
    queue.wake();
    return wireJob(job);
  });

  app.get('/v1/fine_tuning/jobs', async ({ query }) => {
    const wanted = metadataFilter(query);
    const newestFirst = jobs.list().toReversed();
    const { page, hasMore } = paginate(newestFirst.filter(wanted), readRequest(pageQuerySchema, query));
    return { object: 'list', data: page.map(wireJob), has_more: hasMore };
  });

  app.get<JobParams>('/v1/fine_tuning/jobs/:id', async ({ params }) => wireJob(jobs.get(params.id)));

  app.get<JobParams>('/v1/fine_tuning/jobs/:id/events', async ({ params, query }) => {
    const newestFirst = jobs.events(params.id).toReversed();
    const { page, hasMore } = paginate(newestFirst, readRequest(pageQuerySchema, query));
    return { object: 'list', data: page.map(wireEvent), has_more: hasMore };
  });

  app.get<JobParams>('/v1/fine_tuning/jobs/:id/checkpoints', async ({ params, query }) => {
    const { after, limit = CHECKPOINTS_LIMIT } = readRequest(pageQuerySchema, query);
    const { checkpoints, deletedModels } = jobs.get(params.id);
    const kept = checkpoints.filter(({ model }) => !deletedModels.includes(model));
    const { page, hasMore } = paginate(kept.toReversed(), { after, limit });
    const data = page.map((checkpoint) => wireCheckpoint(params.id, checkpoint));
    const ids = { first_id: page[0]?.id ?? null, last_id: page.at(-1)?.id ?? null };
    return { object: 'list', data, ...ids, has_more: hasMore };
  });

  for (const verb of ['cancel', 'pause', 'resume'] as const)
    app.post<JobParams>(`/v1/fine_tuning/jobs/:id/${verb}`, async ({ params }) =>
      wireJob(await queue[verb](params.id)),
    );
}

/** `metadata[key]=value`, all of which must hold; `metadata=null`, which the SDK sends as `metadata=`, for jobs without any. */
function metadataFilter(query: unknown): (job: JobRecord) => boolean {
  const given = Object.entries(readRequest(z.record(z.string(), z.unknown()), query));
  if (given.some(([key, value]) => key === 'metadata' && (value === 'null' || value === '')))
    return ({ metadata }) => metadata === null;
  const pairs = given.flatMap(([key, value]) => {
    const name = /^metadata\[(.*)\]$/s.exec(key)?.[1];
    return name === undefined ? [] : [[name, value]];
  });
  const wanted = Object.entries(readRequest(metadataSchema, Object.fromEntries(pairs)));
  return ({ metadata }) =>
    wanted.every(([key, value]) => metadata !== null && Object.hasOwn(metadata, key) && metadata[key] === value);
}
