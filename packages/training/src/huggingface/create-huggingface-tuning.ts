import { cancelJob, getJob, listJobs } from '@huggingface/hub';
import {
  type Clock,
  createRandom,
  type EndpointCheck,
  ImaginariumError,
  isFinal,
  type Random,
  type TuningEndpoint,
  type TuningJob,
} from '@imaginarium/contracts';
import { throwIfAborted } from '@imaginarium/models';
import { openRecordFile } from '../endpoint/open-record-file.ts';
import { writeDataSetId } from './dataset-id.ts';
import { estimateJob } from './estimate-job.ts';
import { createHubClient, type HubClient } from './hub-client.ts';
import { UV_IMAGE } from './job-command.ts';
import { launchJob } from './launch-job.ts';
import { listCheckpoints } from './list-checkpoints.ts';
import { listAllJobs } from './list-jobs.ts';
import { planDataSet } from './plan-dataset.ts';
import { readJob, stateOf } from './read-job.ts';
import { refuseRequest } from './refuse-request.ts';
import { logTail } from './stream-logs.ts';
import { TRL_PACKAGES } from './trl-settings.ts';
import { uploadDataSet } from './upload-dataset.ts';
import { watchJob } from './watch-job.ts';

export interface HuggingFaceTuningOptions {
  /** Needs to write repositories and to run jobs. It goes into the job as its secret HF_TOKEN, nowhere else. */
  readonly token: string;
  /** User or organisation that owns data sets, jobs and models, and pays. */
  readonly namespace: string;
  readonly clock: Clock;
  /** @default a source of its own, for the waits between repeated requests */
  readonly random?: Random;
  /** @default 'https://huggingface.co' */
  readonly hubUrl?: string;
  /** @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** Hardware, as `listJobHardware` names it. @default 'a100-large' */
  readonly flavor?: string;
  /** Milliseconds after which the Hub ends the job and what was not pushed is lost; the Hub's own default of 30 minutes is too short. @default 4 hours */
  readonly timeoutMs?: number;
  /** Name of the data set repository. @default from the content of its files */
  readonly dataSet?: string;
  /** An image with uv. @default 'ghcr.io/astral-sh/uv:python3.12-bookworm' */
  readonly image?: string;
  /** Python packages of the job. @default TRL with PEFT, transformers and datasets, each at the release that was checked */
  readonly packages?: readonly string[];
  /** Uploads through Xet, as the Hub likes it best; servers that are not the Hub may not know it. @default true for the Hub, false for another hubUrl */
  readonly useXet?: boolean;
  /** Milliseconds for one exchange with the Hub. @default 600000 */
  readonly requestTimeoutMs?: number;
  /** Milliseconds between looks at a job that is waiting. @default 10000 */
  readonly pollMs?: number;
  /** Milliseconds without news of a job after which a watch warns. @default 1800000 */
  readonly stallMs?: number;
}

const HUB_URL = 'https://huggingface.co';

/**
 * Hugging Face as a fine-tuning endpoint: a private data set with Parquet shards and a card, a job that runs TRL's own `trl sft` or
 * `trl dpo`, and a private model repository that it pushes to.
 *
 * @throws ImaginariumError `secret/malformed`, `config/namespace`
 */
export function createHuggingFaceTuning(options: HuggingFaceTuningOptions): TuningEndpoint {
  const { flavor = 'a100-large', timeoutMs = 4 * 3_600_000, pollMs = 10_000, stallMs = 1_800_000 } = options;
  const hubUrl = (options.hubUrl ?? HUB_URL).replace(/\/+$/, '');
  const { useXet = hubUrl === HUB_URL } = options;
  const client = createHubClient({
    token: options.token,
    namespace: options.namespace,
    hubUrl,
    fetch: options.fetch,
    timeoutMs: options.requestTimeoutMs,
    clock: options.clock,
    random: options.random ?? createRandom('huggingface'),
  });
  const place = { flavor, timeoutMs, image: options.image ?? UV_IMAGE, packages: options.packages ?? TRL_PACKAGES };
  const look = (id: string, signal: AbortSignal | undefined) =>
    client.repeat((params) => getJob({ ...params, namespace: client.namespace, jobId: id }), signal);
  const job = async (id: string, signal: AbortSignal | undefined): Promise<TuningJob> => {
    const found = await look(id, signal);
    return readJob(found, client, stateOf(found) === 'failed' ? await logTail(client, id, signal) : '');
  };
  return {
    name: 'huggingface',
    check: ({ signal } = {}) => checkAccount(client, signal),
    refuse: refuseRequest,
    estimate: ({ model, hyperparameters }, files, { signal } = {}) =>
      estimateJob(client, { model, hyperparameters, files, flavor, timeoutMs }, signal),
    upload: async (file, progress = {}) => {
      throwIfAborted(progress.signal);
      await openRecordFile(file);
      const plan = await planDataSet(file, options.dataSet);
      const uploaded = await uploadDataSet(client, plan, useXet, progress);
      const id = writeDataSetId({ ...uploaded, config: plan.config, split: plan.split, shape: plan.shape });
      return { endpoint: 'huggingface', id, sha256: file.sha256, bytes: file.bytes };
    },
    launch: (request, { signal } = {}) => launchJob(client, place, request, signal),
    job: (id, { signal } = {}) => job(id, signal),
    jobs: async ({ limit, signal } = {}) =>
      (await listAllJobs(client, { ...(limit === undefined ? {} : { limit }), signal })).map((found) =>
        readJob(found, client),
      ),
    cancel: async (id, { signal } = {}) => {
      const before = await look(id, signal);
      if (!isFinal(stateOf(before)))
        await client.repeat((params) => cancelJob({ ...params, namespace: client.namespace, jobId: id }), signal);
      return job(id, signal);
    },
    watch: (id, { signal, after } = {}) => watchJob(client, id, { after, signal, pollMs, stallMs }),
    checkpoints: async (id, { signal } = {}) => listCheckpoints(client, await look(id, signal), signal),
  };
}

/** Asks for the list of jobs, which costs nothing and needs the right to run some. */
async function checkAccount(client: HubClient, signal: AbortSignal | undefined): Promise<EndpointCheck> {
  const { namespace } = client;
  try {
    await client.repeat((params) => listJobs({ ...params, namespace }), signal);
    return {
      state: 'open',
      message: `Jobs of ${namespace} can be seen; running one needs credit and a token that writes.`,
    };
  } catch (error) {
    if (!(error instanceof ImaginariumError) || error.category === 'interrupted') throw error;
    return { state: error.code === 'permission/closed' ? 'closed' : 'unknown', message: error.message };
  }
}
