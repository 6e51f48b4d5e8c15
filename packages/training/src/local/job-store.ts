import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@imaginarium/contracts';
import { type JsonlAppender, openJsonlAppender, readJsonFile, readJsonl, writeJsonFile } from '@imaginarium/storage';
import { notFound } from './api-error.ts';
import { type JobEventRecord, type JobRecord, jobEventRecordSchema, jobRecordSchema } from './job-record.ts';
import { isId, newId } from './new-id.ts';

export interface JobStore {
  add(job: JobRecord): Promise<JobRecord>;
  /** @throws ApiError 404 */
  get(id: string): JobRecord;
  /** In the order in which they were made. */
  list(): readonly JobRecord[];
  update(id: string, change: Partial<JobRecord>): Promise<JobRecord>;
  /** The job's own folder, for its trainer. */
  folderOf(id: string): string;
  addEvent(id: string, event: Pick<JobEventRecord, 'level' | 'message' | 'metrics'>): Promise<void>;
  /** In order. */
  events(id: string): readonly JobEventRecord[];
  close(): Promise<void>;
}

/** Jobs in a folder, one folder a job: `job.json` says how it stands, `events.jsonl` what happened. */
export async function openJobStore(folder: string, { clock }: { readonly clock: Clock }): Promise<JobStore> {
  await mkdir(folder, { recursive: true });
  const jobs = new Map<string, JobRecord>();
  const events = new Map<string, JobEventRecord[]>();
  const loaded: JobRecord[] = [];
  for (const name of await readdir(folder)) {
    const job = await readJsonFile(join(folder, name, 'job.json'), jobRecordSchema).catch(() => undefined);
    // A folder without a job was made by a process that died before it answered for it.
    if (!job) continue;
    loaded.push(job);
    events.set(job.id, await readEvents(join(folder, name, 'events.jsonl')));
  }
  for (const job of loaded.sort((a, b) => a.createdAt - b.createdAt)) jobs.set(job.id, job);
  const get = (id: string): JobRecord => {
    const job = isId(id, 'ftjob') ? jobs.get(id) : undefined;
    if (!job) throw notFound('fine-tuning job', id, 'fine_tuning_job_id');
    return job;
  };
  const appenders = new Map<string, Promise<JsonlAppender>>();
  const appenderOf = (id: string): Promise<JsonlAppender> => {
    const appender = appenders.get(id) ?? openJsonlAppender(join(folder, get(id).id, 'events.jsonl'));
    appenders.set(id, appender);
    return appender;
  };
  const save = async (job: JobRecord): Promise<JobRecord> => {
    jobs.set(job.id, job);
    await writeJsonFile(join(folder, job.id, 'job.json'), job);
    return job;
  };
  return {
    get,
    list: () => [...jobs.values()],
    add: async (job) => {
      await mkdir(join(folder, job.id), { recursive: true });
      events.set(job.id, []);
      return save(job);
    },
    update: async (id, change) => save({ ...get(id), ...change }),
    folderOf: (id) => join(folder, get(id).id),
    addEvent: async (id, event) => {
      const record: JobEventRecord = { id: newId('ftevent'), createdAt: clock.now(), ...event };
      events.get(id)?.push(record);
      await (await appenderOf(id)).append(record);
    },
    events: (id) => events.get(get(id).id) ?? [],
    close: async () => {
      for (const appender of appenders.values()) await (await appender).close();
      appenders.clear();
    },
  };
}

/** A line that a kill cut off was never answered for. */
async function readEvents(path: string): Promise<JobEventRecord[]> {
  const events: JobEventRecord[] = [];
  if (!existsSync(path)) return events;
  for await (const event of readJsonl(path, { schema: jobEventRecordSchema, onBroken: () => {} })) events.push(event);
  return events;
}
