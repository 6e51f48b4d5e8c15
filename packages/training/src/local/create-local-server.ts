import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { type Clock, ImaginariumError, messageOf } from '@imaginarium/contracts';
import { lockRunFolder } from '@imaginarium/storage';
import type { FastifyInstance } from 'fastify';
import { createApp } from './create-app.ts';
import { openFileStore } from './file-store.ts';
import { refuseOpenHost } from './guard-request.ts';
import { createJobQueue, type JobQueue } from './job-queue.ts';
import { openJobStore } from './job-store.ts';
import { createModelList } from './model-list.ts';
import { chatRoutes } from './routes/chat.ts';
import { fileRoutes } from './routes/files.ts';
import { jobRoutes } from './routes/jobs.ts';
import { modelRoutes } from './routes/models.ts';
import { uploadRoutes } from './routes/uploads.ts';
import type { Trainer } from './trainer.ts';
import { openUploadStore } from './upload-store.ts';

export interface LocalServerOptions {
  /** Holds files, uploads and jobs; made when missing. One server a folder. */
  readonly folder: string;
  /** Their names and those of their base models differ. */
  readonly trainers: readonly Trainer[];
  readonly clock: Clock;
  /** Asked of every request. @default none: loopback only */
  readonly apiKey?: string;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0: any that is free */
  readonly port?: number;
  /** Takes a line for each defect and each job that failed. Keys and contents are never in it. @default nothing is logged */
  readonly log?: (line: string) => void;
}

export interface LocalServer {
  /** What OpenAI's SDK calls `baseURL`: `http://HOST:PORT/v1`. */
  readonly url: string;
  /** Ends the work under way, which the next server of this folder takes up again. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts a server that speaks OpenAI's API for files, uploads, fine-tuning jobs, models and chat completions, and takes up the jobs
 * that an earlier server of the folder left.
 * @throws ImaginariumError `config/api-key-required`, `config/cannot-listen`, `config/trainer-twice`, `locked/run`, `input/malformed`, `disk/…`
 */
export async function createLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { folder, clock, apiKey, host = '127.0.0.1', port = 0, log = () => {} } = options;
  refuseOpenHost(host, apiKey);
  const trainers = trainersByName(options.trainers);
  const lock = await lockRunFolder(folder, { clock });
  const closers: (() => Promise<unknown>)[] = [() => lock.release()];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= closeAll(closers.reverse());
    return closing;
  };
  try {
    const files = await openFileStore(join(folder, 'files'), { clock });
    const uploads = await openUploadStore(join(folder, 'uploads'), files, { clock });
    const jobs = await openJobStore(join(folder, 'jobs'), { clock });
    closers.push(() => jobs.close());
    const models = createModelList({ jobs, trainers, startedAt: clock.now() });
    const queue: JobQueue = createJobQueue({ jobs, files, trainers, clock, log });
    const app = await createApp({ apiKey, log });
    closers.push(() => queue.close());
    fileRoutes(app, { files, jobs });
    uploadRoutes(app, { uploads, files });
    jobRoutes(app, { jobs, files, models, queue });
    modelRoutes(app, { models });
    chatRoutes(app, { models, jobs, clock });
    const url = await listen(app, host, port);
    closers.push(() => app.close());
    queue.wake();
    return { url, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** One after another, all of them; throws what the first that failed threw. */
async function closeAll(closers: readonly (() => Promise<unknown>)[]): Promise<void> {
  const outcomes: PromiseSettledResult<unknown>[] = [];
  for (const close of closers) outcomes.push(...(await Promise.allSettled([close()])));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

function trainersByName(trainers: readonly Trainer[]): ReadonlyMap<string, Trainer> {
  const names = trainers.map(({ name }) => name);
  const models = trainers.flatMap(({ baseModels }) => baseModels);
  const twice = [...names, ...models].find((name, at, all) => all.indexOf(name) !== at);
  if (twice === undefined) return new Map(trainers.map((trainer) => [trainer.name, trainer]));
  throw new ImaginariumError({
    code: 'config/trainer-twice',
    message: `"${twice}" names two trainers or two base models of the local server.`,
    hint: 'Give each its own name.',
  });
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (thrown) {
    throw new ImaginariumError({
      code: 'config/cannot-listen',
      message: `The local server cannot listen on ${host}, port ${port}: ${messageOf(thrown)}.`,
      hint: 'Choose another port, or stop what holds it.',
      cause: thrown,
    });
  }
  const address = app.server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${bound}/v1`;
}
