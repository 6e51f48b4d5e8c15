import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type Clock, ImaginariumError } from '@imaginarium/contracts';
import { type BrokenLine, type JsonlAppender, openJsonlAppender, readJsonFile, readJsonl } from '@imaginarium/storage';
import { notFound } from './api-error.ts';
import { type JobEventRecord, type JobRecord, jobEventRecordSchema, jobRecordSchema } from './job-record.ts';
import { createLaterClock } from './later-clock.ts';
import { isId, newId } from './new-id.ts';
import { createOrderedWriter } from './ordered-writer.ts';

export interface JobStore {
  /** Resolves when the job is on disk. */
  add(job: Omit<JobRecord, 'createdAt'>): Promise<JobRecord>;
  /** @throws ApiError 404 */
  get(id: string): JobRecord;
  /** In the order in which they were made. */
  list(): readonly JobRecord[];
  /** Seen at once, resolves when it is on disk; of changes made at the same time none is lost. */
  update(id: string, change: Partial<JobRecord>): Promise<JobRecord>;
  /** The job's own folder, for its trainer. */
  folderOf(id: string): string;
  /** A path inside the store as it is kept, so that the whole folder can be moved; and back. */
  keepPath(path: string): string;
  pathOf(kept: string): string;
  /** Seen at once, in the order of the calls; resolves when it is on disk. */
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
  for (const job of await readJobs(folder)) {
    jobs.set(job.id, job);
    events.set(job.id, await readEvents(join(folder, job.id, 'events.jsonl')));
  }
  const later = createLaterClock(clock, [...jobs.values()]);
  const write = createOrderedWriter();
  const get = (id: string): JobRecord => {
    const job = isId(id, 'ftjob') ? jobs.get(id) : undefined;
    if (!job) throw notFound('fine-tuning job', id, 'fine_tuning_job_id');
    return job;
  };
  const appenders = new Map<string, Promise<JsonlAppender>>();
  const appenderOf = (id: string): Promise<JsonlAppender> => {
    const appender = appenders.get(id) ?? openJsonlAppender(join(folder, id, 'events.jsonl'));
    appenders.set(id, appender);
    return appender;
  };
  const save = async (job: JobRecord): Promise<JobRecord> => {
    jobs.set(job.id, job);
    await write(join(folder, job.id, 'job.json'), job);
    return job;
  };
  return {
    get,
    // Of jobs made at the same time, an early one may have come to be known late.
    list: () => [...jobs.values()].sort((a, b) => a.createdAt - b.createdAt),
    add: async (asked) => {
      const job: JobRecord = { ...asked, createdAt: later() };
      await mkdir(join(folder, job.id), { recursive: true });
      await write(join(folder, job.id, 'job.json'), job);
      events.set(job.id, []);
      jobs.set(job.id, job);
      return job;
    },
    update: async (id, change) => save({ ...get(id), ...change }),
    folderOf: (id) => join(folder, get(id).id),
    keepPath: (path) => relative(folder, path),
    pathOf: (kept) => resolve(folder, kept),
    addEvent: async (id, event) => {
      const record: JobEventRecord = { id: newId('ftevent'), createdAt: clock.now(), ...event };
      events.get(get(id).id)?.push(record);
      const appender = await appenderOf(id);
      appender.append(record);
      await appender.sync();
    },
    events: (id) => events.get(get(id).id) ?? [],
    close: async () => {
      for (const appender of appenders.values()) await (await appender).close();
      appenders.clear();
    },
  };
}

/** In the order in which they were made. A folder without a job was made by a process that died before it answered for it. */
async function readJobs(folder: string): Promise<JobRecord[]> {
  const jobs: JobRecord[] = [];
  for (const name of await readdir(folder)) {
    if (!isId(name, 'ftjob')) continue;
    try {
      jobs.push(await readJsonFile(join(folder, name, 'job.json'), jobRecordSchema));
    } catch (thrown) {
      if (!(thrown instanceof ImaginariumError && thrown.code === 'input/not-found')) throw thrown;
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
  return jobs.sort((a, b) => a.createdAt - b.createdAt);
}

/** A line that a kill cut off was never answered for. */
async function readEvents(path: string): Promise<JobEventRecord[]> {
  const events: JobEventRecord[] = [];
  if (!existsSync(path)) return events;
  const onBroken = ({ line, reason, torn }: BrokenLine): void => {
    if (torn === true) return;
    throw new ImaginariumError({
      code: 'input/malformed',
      message: `${path}:${line} cannot be used: ${reason}.`,
      hint: 'Remove the line; the event is lost then, and nothing else.',
    });
  };
  for await (const event of readJsonl(path, { schema: jobEventRecordSchema, onBroken })) events.push(event);
  return events;
}
