import type { JobEvent, TuningJob } from '@imaginarium/contracts';
import { type RetryOptions, retry } from '@imaginarium/models';
import type OpenAI from 'openai';
import type { ReadReply } from '../endpoint/read-reply.ts';
import { listEvents } from './list-events.ts';
import { ask } from './open-client.ts';
import { readResultFile } from './read-result-file.ts';
import { wireJobSchema } from './wire.ts';

export interface ListJobEvents {
  readonly isKnown: (id: string) => boolean;
  readonly read: ReadReply;
  readonly retries: RetryOptions;
  readonly signal: AbortSignal | undefined;
}

/** The events of a job; where a job that succeeded told no metrics as events, those of its result files follow as events `FILE:STEP`. */
export async function listJobEvents(
  client: OpenAI,
  job: TuningJob,
  { isKnown, read, retries, signal }: ListJobEvents,
): Promise<readonly JobEvent[]> {
  const isOver = job.state === 'succeeded';
  // At the end the whole list is read, to know whether there were metrics.
  const known = isOver ? () => false : isKnown;
  const events = await retry(() => listEvents(client, job.id, { isKnown: known, read, signal }), retries, signal);
  if (!isOver || events.some(({ metrics }) => metrics !== undefined)) return events;
  return [...events, ...(await resultEvents(client, job, { read, retries, signal }))];
}

async function resultEvents(
  client: OpenAI,
  { id, finishedAt, createdAt }: TuningJob,
  { read, retries, signal }: Omit<ListJobEvents, 'isKnown'>,
): Promise<readonly JobEvent[]> {
  const wire = await retry(() => ask(() => client.fineTuning.jobs.retrieve(id, { signal })), retries, signal);
  const files = read(wireJobSchema, wire).result_files ?? [];
  const events: JobEvent[] = [];
  for (const file of files) {
    const content = await retry(
      async () => (await ask(() => client.files.content(file, { signal }))).text(),
      retries,
      signal,
    );
    for (const metrics of readResultFile(content)) {
      const message = `Step ${metrics.step}: training loss ${metrics.trainLoss ?? 'not told'}`;
      events.push({ id: `${file}:${metrics.step}`, at: finishedAt ?? createdAt, level: 'info', message, metrics });
    }
  }
  return events;
}
