import { runJob } from '@huggingface/hub';
import { ImaginariumError, type TuningJob, type TuningRequest } from '@imaginarium/contracts';
import { brokenReply } from '@imaginarium/models';
import { launchOnce } from '../endpoint/launch-once.ts';
import { type DataSetRef, readDataSetId } from './dataset-id.ts';
import type { HubClient } from './hub-client.ts';
import { jobCommand, modelRepo } from './job-command.ts';
import { listAllJobs } from './list-jobs.ts';
import { RUN_LABEL, readJob } from './read-job.ts';
import { type TrlSettings, trlTrainingSettings } from './trl-settings.ts';
import { listDataSet } from './upload-dataset.ts';

export interface JobPlace {
  /** Hardware, as the Hub names it. */
  readonly flavor: string;
  readonly image: string;
  readonly packages: readonly string[];
  /** Milliseconds after which the Hub ends the job. */
  readonly timeoutMs: number;
}

/** Asks for one training job of the run key, or finds it. */
export async function launchJob(
  client: HubClient,
  place: JobPlace,
  request: TuningRequest,
  signal: AbortSignal | undefined,
): Promise<TuningJob> {
  const { runKey } = request;
  const settings = jobSettings(client.namespace, request);
  return launchOnce({
    key: `${client.hubUrl} ${client.namespace} ${runKey}`,
    runKey,
    clock: client.clock,
    signal,
    find: async () => {
      const oldest = (await listAllJobs(client, { label: [RUN_LABEL, runKey], signal })).at(-1);
      return oldest && readJob(oldest, client);
    },
    create: async () => {
      await checkUnchanged(client, [request.training.id, request.validation?.id], signal);
      const job = await runJob({
        ...client.params(signal),
        namespace: client.namespace,
        dockerImage: place.image,
        command: jobCommand(request.method, settings, place.packages),
        environment: { PYTHONUNBUFFERED: '1', TOKENIZERS_PARALLELISM: 'false' },
        secrets: { HF_TOKEN: client.token },
        // The client types the flavors of Spaces; jobs have others.
        flavor: place.flavor as Parameters<typeof runJob>[0]['flavor'],
        timeoutSeconds: Math.ceil(place.timeoutMs / 1000),
        labels: { [RUN_LABEL]: runKey },
      });
      if (typeof job.id !== 'string')
        throw brokenReply('holds no job.', { server: client.hubUrl, apiKey: client.token, model: 'a job' });
      return readJob(job, client);
    },
  });
}

/** All settings of `trl sft` or `trl dpo` for a request. @throws ImaginariumError `input/data-set-id`, `input/data-sets-apart`, `input/record-shape` */
export function jobSettings(namespace: string, request: TuningRequest): TrlSettings {
  const { method, model, seed, hyperparameters, runKey, suffix } = request;
  const training = readDataSetId(request.training.id);
  const validation = request.validation ? readDataSetId(request.validation.id) : null;
  if ((training.config === 'preference') !== (method === 'dpo'))
    throw new ImaginariumError({
      code: 'input/record-shape',
      message: `The method ${method} cannot train on ${training.shape} records.`,
      hint: method === 'dpo' ? 'Upload the preference records.' : 'Upload the records of kind sft.',
    });
  if (validation !== null && (validation.repo !== training.repo || validation.config !== training.config))
    throw new ImaginariumError({
      code: 'input/data-sets-apart',
      message: `Training and validation records lie in two data sets, ${training.repo} and ${validation.repo}: TRL reads one.`,
      hint: 'Upload both from the folder that formatting wrote, or name one data set for both.',
    });
  return {
    dataset_name: training.repo,
    dataset_config: training.config,
    dataset_train_split: training.split,
    ...(validation ? { dataset_test_split: validation.split } : {}),
    ...trlTrainingSettings({
      model,
      method,
      shape: training.shape,
      hasValidation: validation !== null,
      seed,
      hyperparameters,
    }),
    output_dir: 'checkpoint',
    push_to_hub: true,
    hub_model_id: modelRepo(namespace, runKey, suffix),
    hub_private_repo: true,
    hub_strategy: 'every_save',
  };
}

/** TRL reads the head of a data set, so the files of each split must be there as they were uploaded. */
async function checkUnchanged(
  client: HubClient,
  ids: readonly (string | undefined)[],
  signal: AbortSignal | undefined,
) {
  for (const ref of ids.filter((id) => id !== undefined).map(readDataSetId)) {
    const [pinned, head] = await Promise.all([
      listDataSet(client, ref.repo, ref.revision, signal),
      listDataSet(client, ref.repo, 'main', signal),
    ]);
    const own = [...(pinned?.entries() ?? [])].filter(([path]) => isOfSplit(path, ref));
    if (own.length === 0 || own.some(([path, entry]) => head?.get(path)?.oid !== entry.oid))
      throw new ImaginariumError({
        code: 'input/data-set-changed',
        message: `The data set ${ref.repo} no longer holds the ${ref.split} records that were uploaded.`,
        hint: 'Upload them again.',
      });
  }
}

function isOfSplit(path: string, { config, split }: DataSetRef): boolean {
  const isPreference = config === 'preference';
  return (
    path === `${isPreference ? 'preference-' : ''}${split}.jsonl` ||
    path.startsWith(`${isPreference ? 'preference/' : ''}data/${split}-`)
  );
}
