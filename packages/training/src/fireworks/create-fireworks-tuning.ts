import {
  type Clock,
  ImaginariumError,
  isFinal,
  type Random,
  type TuningEndpoint,
  type TuningJob,
} from '@imaginarium/contracts';
import { type RetryOptions, throwIfAborted } from '@imaginarium/models';
import { z } from 'zod';
import { checkByListing } from '../endpoint/check-by-listing.ts';
import { estimateByTokens, type TrainingPrice } from '../endpoint/estimate-by-tokens.ts';
import { launchOnce } from '../endpoint/launch-once.ts';
import { openRest } from '../endpoint/open-rest.ts';
import { refuseFiles, refuseSettings } from '../endpoint/refuse-files.ts';
import { watchJob } from '../endpoint/watch-job.ts';
import { jobBody } from './job-body.ts';
import { jobIdOf, readJob, stateEvent } from './read-job.ts';
import { uploadDataset } from './upload-dataset.ts';
import { wireJobSchema, wireJobsSchema } from './wire.ts';

const LIMITS = { minExamples: 3, maxBytes: 150 * 1024 ** 2, maxBytesAs: '150 MB can be sent at once' };
const LACKING = {
  learningRateMultiplier: 'Fireworks takes a rate and documents no default to multiply.',
  beta: 'supervised jobs have no such setting.',
};

export interface FireworksTuningOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** The account's id, as in `accounts/ID/…`. */
  readonly account: string;
  readonly apiKey?: string;
  /** @default 'https://api.fireworks.ai/v1' */
  readonly baseUrl?: string;
  /** @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** What a trained token costs. Without it an estimate has no dollars. */
  readonly price?: TrainingPrice;
  /** Milliseconds between looks at a job. @default 15000 */
  readonly pollMs?: number;
  /** Milliseconds without news after which a watch warns. @default 7200000 */
  readonly stallMs?: number;
}

/**
 * Fireworks' supervised fine-tuning (docs.fireworks.ai: Fine-tuning via API; paths and query names from its official Python client; `:cancel` from its
 * gateway's operations). The job's id is made from the run key, so the service itself keeps it single. There are no events beyond the states, no seed
 * and no suffix; a watch sees the states that it lives through, and checkpoints are not listed.
 */
export function createFireworksTuning(options: FireworksTuningOptions): TuningEndpoint {
  const { clock, random, account, apiKey, pollMs = 15_000, stallMs = 7_200_000 } = options;
  const server = (options.baseUrl ?? 'https://api.fireworks.ai/v1').replace(/\/+$/, '');
  const retries: RetryOptions = { clock, random };
  const rest = openRest({ server, apiKey, ...(options.fetch && { fetch: options.fetch }) }, retries);
  const parent = `/accounts/${encodeURIComponent(account)}`;
  const collection = `${parent}/supervisedFineTuningJobs`;
  const pathOf = (id: string) => `${collection}/${encodeURIComponent(id)}`;
  const needKey = () => {
    if (!apiKey) throw missingKey();
  };
  const wireOf = (id: string, signal: AbortSignal | undefined) =>
    rest.repeat({ method: 'GET', path: pathOf(id), schema: wireJobSchema, signal });
  const jobOf = async (id: string, signal: AbortSignal | undefined) => readJob(await wireOf(id, signal));
  const list = async (signal: AbortSignal | undefined): Promise<TuningJob[]> => {
    const jobs: TuningJob[] = [];
    let token: string | undefined;
    do {
      const query = { pageSize: '200', ...(token && { pageToken: token }) };
      const page = await rest.repeat({ method: 'GET', path: collection, query, schema: wireJobsSchema, signal });
      jobs.push(...(page.supervisedFineTuningJobs ?? []).map(readJob));
      token = page.nextPageToken ?? undefined;
    } while (token);
    return jobs.sort((a, b) => b.createdAt - a.createdAt);
  };

  return {
    name: 'fireworks',
    check: async ({ signal } = {}) => {
      throwIfAborted(signal);
      if (!apiKey) return { state: 'unknown', message: missingKey().message };
      return checkByListing(server, async () => (await list(signal)).length);
    },
    refuse: async ({ method, hyperparameters }, files) => [
      ...(method === 'dpo'
        ? [
            {
              message: 'The method dpo: only supervised jobs are launched at Fireworks.',
              hint: 'Use together or huggingface.',
            },
          ]
        : []),
      ...refuseSettings(hyperparameters, LACKING),
      ...(hyperparameters.loraRank === 0
        ? [{ message: 'hyperparameters.loraRank: 0; Fireworks trains adapters only.' }]
        : []),
      ...refuseFiles(method, files, LIMITS),
    ],
    estimate: async ({ hyperparameters }, files) =>
      estimateByTokens(files, hyperparameters, options.price, { low: 1, high: 1 }),
    upload: async (file, { signal, onProgress } = {}) => {
      needKey();
      const id = await uploadDataset(rest, parent, file, { clock, retries, signal, onProgress });
      return { endpoint: 'fireworks', id, sha256: file.sha256, bytes: file.bytes };
    },
    launch: async (request, { signal } = {}) => {
      needKey();
      const id = jobIdOf(request.runKey);
      return launchOnce({
        key: `${server} ${account} ${request.runKey}`,
        runKey: request.runKey,
        clock,
        signal,
        find: () =>
          jobOf(id, signal).catch((error: unknown) => {
            if (error instanceof ImaginariumError && error.code === 'endpoint/not-found') return undefined;
            throw error;
          }),
        create: async () => {
          const query = { supervisedFineTuningJobId: id };
          const body = jobBody(request, account);
          return readJob(
            await rest.once({ method: 'POST', path: collection, query, body, schema: wireJobSchema, signal }),
          );
        },
      });
    },
    job: (id, { signal } = {}) => jobOf(id, signal),
    jobs: async ({ signal, limit = 100 } = {}) => (await list(signal)).slice(0, limit),
    cancel: async (id, { signal } = {}) => {
      const before = await jobOf(id, signal);
      if (isFinal(before.state)) return before;
      try {
        await rest.repeat({ method: 'POST', path: `${pathOf(id)}:cancel`, body: {}, schema: z.unknown(), signal });
      } catch (error) {
        const isUnclear = error instanceof ImaginariumError && error.category === 'endpoint';
        const now = isUnclear ? await jobOf(id, signal) : before;
        if (now.state !== 'cancelled' && now.stateAs !== 'JOB_STATE_CANCELLING') throw error;
      }
      return jobOf(id, signal);
    },
    watch: (id, { signal, after } = {}) => {
      let at = 0;
      return watchJob({
        job: async () => {
          const wire = await wireOf(id, signal);
          at = wire.updateTime ?? wire.createTime;
          return readJob(wire);
        },
        events: async (job) => [stateEvent({ job, at })],
        after,
        clock,
        pollMs,
        stallMs,
        signal,
      });
    },
    checkpoints: async (id, { signal } = {}) => {
      await jobOf(id, signal);
      return [];
    },
  };
}

function missingKey(): ImaginariumError {
  return new ImaginariumError({
    code: 'secret/missing',
    message: 'Fine-tuning at Fireworks needs an API key, and there is none.',
    hint: 'Set FIREWORKS_API_KEY, or train on your own machine: --to local.',
  });
}
