import {
  type Clock,
  ImaginariumError,
  isFinal,
  type Random,
  type RecordFile,
  type TuningEndpoint,
  type TuningJob,
} from '@imaginarium/contracts';
import { type RetryOptions, retry, throwIfAborted } from '@imaginarium/models';
import { checkByListing } from '../endpoint/check-by-listing.ts';
import { estimateByTokens, type TrainingPrice } from '../endpoint/estimate-by-tokens.ts';
import { launchOnce } from '../endpoint/launch-once.ts';
import { contentName, openRecordFile } from '../endpoint/open-record-file.ts';
import { openRest } from '../endpoint/open-rest.ts';
import { refuseFiles, refuseSettings } from '../endpoint/refuse-files.ts';
import { watchJob } from '../endpoint/watch-job.ts';
import { jobBody } from './job-body.ts';
import { readEvents, readJob } from './read-job.ts';
import { isOfRun } from './run-suffix.ts';
import {
  wireCheckpointsSchema,
  wireEventsSchema,
  wireFileSchema,
  wireFilesSchema,
  wireJobSchema,
  wireJobsSchema,
} from './wire.ts';

const MAX_EPOCHS = 20;
/** One request carries the file, and fetch holds what it carries in memory: so the bound is ours, Together's own is far higher. */
const LIMITS = {
  minExamples: 1,
  maxBytes: 512 * 1024 ** 2,
  maxBytesAs: '512 MB are sent here (larger ones need Together’s own client)',
};

export interface TogetherTuningOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly apiKey?: string;
  /** @default 'https://api.together.xyz/v1' */
  readonly baseUrl?: string;
  /** @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** What a trained token costs. Without it an estimate has no dollars. */
  readonly price?: TrainingPrice;
  /** Milliseconds between looks at a job. @default 10000 */
  readonly pollMs?: number;
  /** Milliseconds without news after which a watch warns. @default 1800000 */
  readonly stallMs?: number;
}

/**
 * Together's fine-tuning API: `/files/upload`, `/fine-tunes` (docs.together.ai/reference; field names from the types of Together's official TypeScript client).
 * The run key is in the suffix of the job, since there is no metadata; there is no seed. Intermediate checkpoints are listed but not served.
 */
export function createTogetherTuning(options: TogetherTuningOptions): TuningEndpoint {
  const { clock, random, apiKey, pollMs = 10_000, stallMs = 1_800_000 } = options;
  const server = (options.baseUrl ?? 'https://api.together.xyz/v1').replace(/\/+$/, '');
  const retries: RetryOptions = { clock, random };
  const rest = openRest({ server, apiKey, ...(options.fetch && { fetch: options.fetch }) }, retries);
  const needKey = () => {
    if (!apiKey) throw missingKey();
  };
  const jobOf = async (id: string, signal: AbortSignal | undefined): Promise<TuningJob> => {
    const path = `/fine-tunes/${encodeURIComponent(id)}`;
    return readJob(await rest.repeat({ method: 'GET', path, schema: wireJobSchema, signal }), server);
  };
  const list = async (signal: AbortSignal | undefined) =>
    (await rest.repeat({ method: 'GET', path: '/fine-tunes', schema: wireJobsSchema, signal })).data;
  const findFile = async (file: RecordFile, signal: AbortSignal | undefined) => {
    const { data } = await rest.once({ method: 'GET', path: '/files', schema: wireFilesSchema, signal });
    return data.find(({ filename, bytes }) => filename === contentName(file) && bytes === file.bytes);
  };

  return {
    name: 'together',
    check: async ({ signal } = {}) => {
      throwIfAborted(signal);
      if (!apiKey) return { state: 'unknown', message: missingKey().message };
      return checkByListing(server, async () => (await list(signal)).length);
    },
    refuse: async ({ method, hyperparameters }, files) => [
      ...(hyperparameters.epochs !== undefined && hyperparameters.epochs > MAX_EPOCHS
        ? [{ message: `hyperparameters.epochs: ${hyperparameters.epochs}; Together trains ${MAX_EPOCHS} at most.` }]
        : []),
      ...refuseSettings(hyperparameters, method === 'sft' ? { beta: 'only DPO has it, and the method is sft.' } : {}),
      ...refuseFiles(method, files, LIMITS),
    ],
    estimate: async ({ hyperparameters }, files) =>
      estimateByTokens(files, hyperparameters, options.price, { low: 1, high: 1 }),
    upload: async (file, { signal, onProgress } = {}) => {
      needKey();
      const blob = await openRecordFile(file);
      const sent = await retry(
        async () => {
          const there = await findFile(file, signal);
          if (there) return there;
          onProgress?.(0, file.bytes);
          const body = new FormData();
          body.set('purpose', 'fine-tune');
          body.set('file_name', contentName(file));
          body.set('file_type', 'jsonl');
          body.set('file', blob, contentName(file));
          return rest.once({ method: 'POST', path: '/files/upload', body, schema: wireFileSchema, signal });
        },
        retries,
        signal,
      );
      onProgress?.(file.bytes, file.bytes);
      return { endpoint: 'together', id: sent.id, sha256: file.sha256, bytes: file.bytes };
    },
    launch: async (request, { signal } = {}) => {
      needKey();
      const ofRun = (job: TuningJob): TuningJob => ({ ...job, runKey: request.runKey });
      return launchOnce({
        key: `${server} ${request.runKey}`,
        runKey: request.runKey,
        clock,
        signal,
        find: async () => {
          const found = (await list(signal)).find((job) => isOfRun(job, request.runKey));
          return found && ofRun(readJob(found, server));
        },
        create: async () => {
          const call = { method: 'POST', path: '/fine-tunes', schema: wireJobSchema } as const;
          return ofRun(readJob(await rest.once({ ...call, body: jobBody(request), signal }), server));
        },
      });
    },
    job: (id, { signal } = {}) => jobOf(id, signal),
    jobs: async ({ signal, limit = 100 } = {}) =>
      (await list(signal))
        .map((job) => readJob(job, server))
        .sort((a, b) => b.createdAt - a.createdAt)
        .slice(0, limit),
    cancel: async (id, { signal } = {}) => {
      const before = await jobOf(id, signal);
      if (isFinal(before.state)) return before;
      const path = `/fine-tunes/${encodeURIComponent(id)}/cancel`;
      try {
        await rest.repeat({ method: 'POST', path, schema: wireJobSchema, signal });
      } catch (error) {
        const now =
          error instanceof ImaginariumError && error.category === 'endpoint' ? await jobOf(id, signal) : before;
        if (now.state !== 'cancelled' && now.stateAs !== 'cancel_requested') throw error;
      }
      return jobOf(id, signal);
    },
    watch: (id, { signal, after } = {}) =>
      watchJob({
        job: () => jobOf(id, signal),
        events: async () => {
          const path = `/fine-tunes/${encodeURIComponent(id)}/events`;
          return readEvents((await rest.repeat({ method: 'GET', path, schema: wireEventsSchema, signal })).data);
        },
        after,
        clock,
        pollMs,
        stallMs,
        signal,
      }),
    checkpoints: async (id, { signal } = {}) => {
      const path = `/fine-tunes/${encodeURIComponent(id)}/checkpoints`;
      const { data } = await rest.repeat({ method: 'GET', path, schema: wireCheckpointsSchema, signal });
      return data
        .map(({ step }) => ({ id: `${id}:${step}`, step, model: null, metrics: null }))
        .sort((a, b) => a.step - b.step);
    },
  };
}

function missingKey(): ImaginariumError {
  return new ImaginariumError({
    code: 'secret/missing',
    message: 'Fine-tuning at Together needs an API key, and there is none.',
    hint: 'Set TOGETHER_API_KEY, or train on your own machine: --to local.',
  });
}
