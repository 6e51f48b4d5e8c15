import {
  type Clock,
  ImaginariumError,
  type Random,
  type TuningCheckpoint,
  type TuningEndpoint,
  type TuningJob,
} from '@imaginarium/contracts';
import { type RetryOptions, retry, throwIfAborted } from '@imaginarium/models';
import type OpenAI from 'openai';
import { estimateByTokens, type TrainingPrice } from '../endpoint/estimate-by-tokens.ts';
import { launchOnce } from '../endpoint/launch-once.ts';
import { createReadReply } from '../endpoint/read-reply.ts';
import { createTransport } from '../endpoint/transport.ts';
import { closedError } from '../endpoint/tuning-error.ts';
import { watchJob } from '../endpoint/watch-job.ts';
import { checkService } from './check-service.ts';
import { itemsOf } from './items-of.ts';
import { jobBody } from './job-body.ts';
import { listJobEvents } from './list-job-events.ts';
import { ask, openClient } from './open-client.ts';
import { type EndpointAddress, RUN_KEY, readCheckpoint, readJob } from './read-job.ts';
import { refuseRequest } from './refuse-request.ts';
import { uploadFile } from './upload-file.ts';
import { wireCheckpointSchema, wireJobSchema } from './wire.ts';

const OPENAI_URL = 'https://api.openai.com/v1';

export interface OpenAITuningOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** `local` for our own server. @default 'openai' */
  readonly name?: 'openai' | 'local';
  /** Any server of the API, up to and including its `/v1`; Azure: `https://RESOURCE.openai.azure.com/openai/v1`. @default OpenAI's own */
  readonly baseUrl?: string;
  /** Needed for OpenAI's own service and wherever the server asks for one. */
  readonly apiKey?: string;
  /** @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** What a trained token costs. Without it an estimate has no dollars. */
  readonly price?: TrainingPrice;
  /** Milliseconds between looks at a job. @default 5000 */
  readonly pollMs?: number;
  /** Milliseconds without news after which a watch warns. @default 1800000 */
  readonly stallMs?: number;
  /** Milliseconds for a whole exchange, the upload of a file or part included. @default 600000 */
  readonly timeoutMs?: number;
  /** Files beyond this are sent in parts. @default 536870912 (512 MB, the limit of the files API) */
  readonly maxFileBytes?: number;
  /** Bytes a part. @default 67108864 (64 MB, the limit of the Uploads API) */
  readonly partBytes?: number;
}

/**
 * OpenAI's fine-tuning API: OpenAI itself, Azure, our local server, any server that speaks it and keeps `metadata`, in which the run key is.
 *
 * @throws ImaginariumError `secret/missing` when OpenAI's own service is meant and there is no key, from the first request on
 */
export function createOpenAITuning(options: OpenAITuningOptions): TuningEndpoint {
  const { clock, random, name = 'openai', apiKey, pollMs = 5_000, stallMs = 1_800_000 } = options;
  const server = (options.baseUrl ?? OPENAI_URL).replace(/\/+$/, '');
  const address: EndpointAddress = { name, server, isOwn: server === OPENAI_URL };
  const { maxFileBytes = 512 * 1024 ** 2, partBytes = 64 * 1024 ** 2 } = options;
  const retries: RetryOptions = { clock, random };
  const read = createReadReply({ server, apiKey, model: 'fine-tuning' });
  let opened: OpenAI | undefined;
  const client = (): OpenAI => {
    if (address.isOwn && !apiKey) throw missingKey();
    opened ??= openClient({
      server,
      apiKey,
      transport: createTransport({
        server,
        apiKey,
        ...(options.fetch && { fetch: options.fetch }),
        ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
      }),
    });
    return opened;
  };
  const toJob = (wire: unknown): TuningJob => readJob(read(wireJobSchema, wire), address);
  const repeat = <T>(
    run: (jobs: OpenAI.FineTuning.Jobs) => PromiseLike<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> => retry(() => ask(() => run(client().fineTuning.jobs)), retries, signal);
  const jobOf = async (id: string, signal: AbortSignal | undefined) =>
    toJob(await repeat((jobs) => jobs.retrieve(id, { signal }), signal));

  const list = async function* (query: OpenAI.FineTuning.JobListParams, signal: AbortSignal | undefined) {
    let page = await repeat((jobs) => jobs.list({ limit: 100, ...query }, { signal }), signal);
    for (;;) {
      for (const job of itemsOf(page, wireJobSchema, read)) yield readJob(job, address);
      if (!page.hasNextPage()) return;
      const before = page;
      page = await retry(() => ask(() => before.getNextPage()), retries, signal);
    }
  };
  /** Servers differ: some filter by metadata, some leave the filter alone, some refuse it. */
  const findByRunKey = async (runKey: string, signal: AbortSignal | undefined): Promise<TuningJob | undefined> => {
    const firstOf = async (query: OpenAI.FineTuning.JobListParams) => {
      for await (const job of list(query, signal)) if (job.runKey === runKey) return job;
      return undefined;
    };
    try {
      return await firstOf({ metadata: { [RUN_KEY]: runKey } });
    } catch (error) {
      if (!(error instanceof ImaginariumError) || error.code !== 'endpoint/refused-request') throw error;
      return firstOf({});
    }
  };

  return {
    name,
    check: async ({ signal } = {}) => {
      throwIfAborted(signal);
      if (address.isOwn && !apiKey) return { state: 'unknown', message: missingKey().message };
      return checkService(client(), { ...address, now: clock.now(), retries, signal });
    },
    refuse: async (request, files) => refuseRequest(request, files, { ...address, now: clock.now() }),
    estimate: async ({ hyperparameters }, files) =>
      name === 'local'
        ? { ...FREE, basis: 'Trains on your own machine.' }
        : estimateByTokens(files, hyperparameters, options.price, { low: 1, high: 4 }),
    upload: async (file, { signal, onProgress } = {}) => {
      const upload = { read, retries, signal, onProgress, maxFileBytes, partBytes };
      const { id } = await uploadFile(client(), file, upload);
      return { endpoint: name, id, sha256: file.sha256, bytes: file.bytes };
    },
    launch: async (request, { signal } = {}) =>
      launchOnce({
        key: `${server} ${request.runKey}`,
        runKey: request.runKey,
        clock,
        signal,
        find: () => findByRunKey(request.runKey, signal),
        create: async () => {
          const created = ask(() => client().fineTuning.jobs.create(jobBody(request), { signal, maxRetries: 0 }));
          return toJob(await created.catch((error: unknown) => Promise.reject(closedIfOwn(error, address))));
        },
      }),
    job: (id, { signal } = {}) => jobOf(id, signal),
    jobs: async ({ signal, limit = 100 } = {}) => {
      const jobs: TuningJob[] = [];
      for await (const job of list({ limit: Math.min(limit, 100) }, signal)) if (jobs.push(job) >= limit) break;
      return jobs.sort((a, b) => b.createdAt - a.createdAt);
    },
    cancel: async (id, { signal } = {}) => {
      try {
        return toJob(await repeat((jobs) => jobs.cancel(id, { signal }), signal));
      } catch (error) {
        // A job that has ended cannot be cancelled, and need not be.
        const job = isRefusal(error) ? await jobOf(id, signal) : undefined;
        if (job?.finishedAt != null) return job;
        throw error;
      }
    },
    watch: (id, { signal, after } = {}) =>
      watchJob({
        job: () => jobOf(id, signal),
        events: (job, isKnown) => listJobEvents(client(), job, { isKnown, read, retries, signal }),
        after,
        clock,
        pollMs,
        stallMs,
        signal,
      }),
    checkpoints: async (id, { signal } = {}) => {
      const found: TuningCheckpoint[] = [];
      let page = await repeat((jobs) => jobs.checkpoints.list(id, { limit: 100 }, { signal }), signal);
      for (;;) {
        for (const wire of itemsOf(page, wireCheckpointSchema, read)) found.push(readCheckpoint(wire, address));
        if (!page.hasNextPage()) return found.sort((a, b) => a.step - b.step);
        const before = page;
        page = await retry(() => ask(() => before.getNextPage()), retries, signal);
      }
    },
  };
}

const FREE = { dollars: { low: 0, high: 0 }, hardware: null, timeoutMs: null };

/** OpenAI's refusals to closed organisations say `permission` in several ways; what they do not name is the key. */
function closedIfOwn(error: unknown, { isOwn }: EndpointAddress): unknown {
  if (!isOwn || !(error instanceof ImaginariumError) || error.code !== 'permission/refused') return error;
  return /scope|\brole\b|api key/i.test(error.message) ? error : closedError(error.message);
}

function isRefusal(error: unknown): boolean {
  return error instanceof ImaginariumError && ['endpoint/refused-request', 'endpoint/conflict'].includes(error.code);
}

function missingKey(): ImaginariumError {
  return new ImaginariumError({
    code: 'secret/missing',
    message: 'Fine-tuning at OpenAI needs an API key, and there is none.',
    hint: 'Set OPENAI_API_KEY, or train on your own machine: --to local.',
  });
}
