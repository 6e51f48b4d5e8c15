import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf, ImaginariumError, type RoundStepState, type TuningJob } from '@imaginarium/contracts';
import { writeFileAtomic } from '@imaginarium/storage';
import { exportTraining } from '../train/export-training.ts';
import { followJob } from '../train/follow-job.ts';
import { type LaunchRequest, launchTraining } from '../train/launch-training.ts';
import { type EndpointSettings, openTuningEndpoint } from '../train/open-tuning-endpoint.ts';
import { endpointSettings, refuseGoneCheckpoint } from './checkpoint.ts';
import { withoutUrl } from './local-endpoint.ts';
import { trainedTarget, trainingCommand } from './mix-targets.ts';
import type { RoundContext } from './round-context.ts';
import { roundPath } from './round-paths.ts';
import { runName } from './round-run.ts';
import { type StepOutcome, saveRound } from './run-step.ts';
import { setAside } from './set-aside.ts';

/** The model that a round is trained from: the checkpoint of the round before, or the base model. */
export function trainedFrom({ config, earlier }: Pick<RoundContext, 'config' | 'earlier'>): string {
  const { from, model } = config.training;
  if (from === 'base') return model;
  return from === 'last' ? (earlier.at(-1)?.training?.checkpoint ?? model) : from;
}

/** A checkpoint that a person named: now, or before for the records that the round still has. */
function namedCheckpoint(context: RoundContext): string | undefined {
  const { request, round } = context;
  const { training, steps } = round;
  const known = (training?.job === null ? training.checkpoint : null) ?? undefined;
  return request.checkpoint ?? (known !== undefined && keyOf(context, known) === steps.train?.key ? known : undefined);
}

export function trainStepKey(context: RoundContext): string {
  return keyOf(context, namedCheckpoint(context));
}

function keyOf(context: RoundContext, named: string | undefined): string {
  const { config, round } = context;
  const { key: _, price: __, baseUrl: ___, hardware: ____, hours: _____, ...decisive } = config.training;
  const records = trainingFiles(context, round.steps.mix).map(({ sha256 }) => sha256);
  if (named !== undefined) return hashOf({ records, named });
  return hashOf({ decisive, seed: config.seed, records, from: withoutUrl(trainedFrom(context)) });
}

/** Uploads the round's records, launches one job and waits for its checkpoint; taken up again, it is the same job. */
export async function trainStep(context: RoundContext): Promise<StepOutcome> {
  const { config, round } = context;
  const from = trainedFrom(context);
  const named = namedCheckpoint(context);
  const { spent } = round.training ?? {};
  const base = { endpoint: config.training.to, from: withoutUrl(from), ...(spent ? { spent } : {}) };
  if (named !== undefined) {
    const answers = roundPath(context.folder, 'evaluation');
    // Trained anew under the name that it had: its answers are those of another model.
    if (round.training?.checkpoint === named && existsSync(answers)) await setAside(answers);
    await saveRound(context, { training: { ...base, job: null, checkpoint: named } });
    return { outputs: [], counts: {}, cost: null };
  }
  if (config.training.to === 'export') throw await exportRound(context, from);
  await refuseGoneCheckpoint(context, context.earlier.at(-1), from);
  const url = await context.endpoint.url(from);
  const settings = endpointSettings(context, url);
  const job = await launch(context, settings, from);
  await saveRound(context, { training: { ...base, job: job.id, checkpoint: null } });
  const ended = await follow(context, settings, job.id);
  if (ended.state !== 'succeeded' || ended.checkpoint === null) {
    await saveRound(context, {
      training: { ...base, job: job.id, checkpoint: null, spent: [...(spent ?? []), job.id] },
    });
    throw jobEnded(ended);
  }
  await saveRound(context, { training: { ...base, job: ended.id, checkpoint: ended.checkpoint } });
  const isFree = config.training.to === 'local';
  return {
    outputs: [],
    counts: { records: round.steps.mix?.counts.train ?? 0, trainedTokens: ended.trainedTokens ?? 0 },
    cost: isFree ? 0 : null,
  };
}

async function launch(context: RoundContext, settings: EndpointSettings, from: string): Promise<TuningJob> {
  const { config, folder, round, environment, onEvent } = context;
  const { method, hyperparameters } = config.training;
  const request: LaunchRequest = {
    ...settings,
    data: roundPath(folder, 'records', trainedTarget(config)),
    model: from,
    method,
    seed: config.seed,
    suffix: suffixOf(config.name, round.number),
    hyperparameters,
  };
  const launched = async (label: string) =>
    (await launchTraining({ ...request, label }, environment, (event) => onEvent({ kind: 'launch', event }))).job;
  let job = await launched('');
  // The same launch is the same job, however it ended: after one that came to nothing another is asked for.
  while (round.training?.spent?.includes(job.id)) job = await launched(`after ${job.id}`);
  onEvent({ kind: 'launched', job });
  return job;
}

async function follow(context: RoundContext, settings: EndpointSettings, id: string): Promise<TuningJob> {
  const { environment, onEvent } = context;
  const endpoint = openTuningEndpoint(settings, environment);
  const { job } = await followJob(endpoint, id, environment, (event) => onEvent({ kind: 'job', event }));
  return job;
}

function jobEnded(job: TuningJob): ImaginariumError {
  return new ImaginariumError({
    code: 'endpoint/job-ended',
    message: `The job ${job.id} ended as ${job.stateAs}${job.failure ? `: ${job.failure.message.replace(/\.$/, '')}` : ''}.`,
    hint: 'The round stays open: correct what is wrong and give the same command again, which launches another job, or name a checkpoint with --checkpoint MODEL.',
  });
}

/** Files of the round's records that training reads. */
export function trainingFiles({ config }: Pick<RoundContext, 'config'>, mix: RoundStepState | undefined) {
  const prefix = `records/${trainedTarget(config)}/`;
  const names =
    config.training.method === 'dpo' ? /preference-(train|validation)\.jsonl$/ : /(train|validation)\.jsonl$/;
  return (mix?.outputs ?? []).filter(({ path }) => path.startsWith(prefix) && names.test(path.slice(prefix.length)));
}

async function exportRound(context: RoundContext, from: string): Promise<ImaginariumError> {
  const { config, project, folder, round } = context;
  const { method, tool, hyperparameters } = config.training;
  const into = roundPath(folder, 'training');
  const note = join(into, '.exported');
  const key = keyOf(context, undefined);
  if (!existsSync(note) || (await readFile(note, 'utf8')) !== key) {
    if (existsSync(into)) await setAside(into);
    await exportTraining({
      ...{ tool, method, hyperparameters, model: from, seed: config.seed, folder: into },
      data: roundPath(folder, 'records', trainedTarget(config)),
    });
    await writeFileAtomic(note, key);
  }
  return new ImaginariumError({
    code: 'input/checkpoint-wanted',
    message: `Round ${round.number} waits for its checkpoint.`,
    hint: `Train it (in ${into}: ${trainingCommand(config)}), serve what comes out, and go on with: imaginarium round ${round.kind} --checkpoint openai:NAME@http://HOST:PORT/v1 --project ${project}`,
  });
}

/** Letters, digits and hyphens, 40 at most, as endpoints take them. */
function suffixOf(name: string, round: number): string {
  return runName(name.replace(/[^a-zA-Z0-9-]+/g, '-').slice(0, 40 - `-r${round}`.length), round);
}
