import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { endpointNameSchema } from '@imaginarium/contracts';
import { openJsonlAppender, readJsonl } from '@imaginarium/storage';
import { z } from 'zod';

/** What was launched from a folder: enough to ask each endpoint how it stands. */
const launchSchema = z.object({
  endpoint: endpointNameSchema,
  /** Where the endpoint was, for those that have no one place. */
  baseUrl: z.string().nullable(),
  account: z.string().nullable(),
  /** `env:NAME` where its key is found, never the key; null for the endpoint's usual variable. */
  key: z.string().nullable().default(null),
  runKey: z.string(),
  jobId: z.string(),
  model: z.string(),
  data: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
});
export type Launch = z.infer<typeof launchSchema>;

/** Where launches are noted, from where the command is started. */
export const LAUNCHES_FILE = '.imaginarium/launches.jsonl';

/** Notes a launch; the job's truth stays at its endpoint. */
export async function noteLaunch(path: string, launch: Launch): Promise<void> {
  const known = await readLaunches(path);
  if (known.some(({ endpoint, jobId }) => endpoint === launch.endpoint && jobId === launch.jobId)) return;
  await mkdir(dirname(path), { recursive: true });
  const appender = await openJsonlAppender(path);
  appender.append(launch);
  await appender.close();
}

/** Oldest first; a line that a kill cut off is passed over: its job is found again by its run key. */
export async function readLaunches(path: string): Promise<Launch[]> {
  const launches: Launch[] = [];
  if (!existsSync(path)) return launches;
  for await (const launch of readJsonl(path, { schema: launchSchema, onBroken: () => {} })) launches.push(launch);
  return launches;
}
