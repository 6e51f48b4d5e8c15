import { existsSync } from 'node:fs';
import { hashOf, ImaginariumError, type RoundStepState, type TuningJob } from '@imaginarium/contracts';
import { exportTraining } from '../train/export-training.ts';
import { followJob } from '../train/follow-job.ts';
import { type LaunchRequest, launchTraining } from '../train/launch-training.ts';
import { type EndpointSettings, openTuningEndpoint } from '../train/open-tuning-endpoint.ts';
import { endpointSettings, refuseGoneCheckpoint, withoutUrl } from './checkpoint.ts';
import { trainedTarget } from './mix-targets.ts';
import type { RoundContext } from './round-context.ts';
import { roundPath } from './round-paths.ts';
import { runName } from './round-run.ts';
import { type StepOutcome, saveRound } from './run-step.ts';

/** The model that a round is trained from: the checkpoint of the round before, or the base model. */
export function trainedFrom({ config, earlier }: Pick<RoundContext, 'config' | 'earlier'>): string {
  const { from, model } = config.training;
  if (from === 'base') return model;
  return from === 'last' ? (earlier.at(-1)?.training?.checkpoint ?? model) : from;
}

/** A checkpoint that a person named, now or before. */
function namedCheckpoint({ request, round }: RoundContext): string | undefined {
  const { training } = round;
  return request.checkpoint ?? (training?.job === null ? (training.checkpoint ?? undefined) : undefined);
}

export function trainStepKey(context: RoundContext): string {
  const { config, round } = context;
  const { key: _, price: __, baseUrl: ___, hardware: ____, hours: _____, ...decisive } = config.training;
  const records = trainingFiles(context, round.steps.mix).map(({ sha256 }) => sha256);
  const from = withoutUrl(trainedFrom(context));
  return hashOf({ decisive, seed: config.seed, records, from, named: namedCheckpoint(context) ?? null });
}

/** Uploads the round's records, launches one job and waits for its checkpoint; taken up again, it is the same job. */
export async function trainStep(context: RoundContext): Promise<StepOutcome> {
  const { config, round } = context;
  const from = trainedFrom(context);
  const named = namedCheckpoint(context);
  const base = { endpoint: config.training.to, from: withoutUrl(from) };
  if (named !== undefined) {
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
  const { job } = await launchTraining(request, environment, (event) => onEvent({ kind: 'launch', event }));
  onEvent({ kind: 'launched', job });
  return job;
}

async function follow(context: RoundContext, settings: EndpointSettings, id: string): Promise<TuningJob> {
  const { environment, onEvent } = context;
  const endpoint = openTuningEndpoint(settings, environment);
  const { job } = await followJob(endpoint, id, environment, (event) => onEvent({ kind: 'job', event }));
  if (job.state === 'succeeded' && job.checkpoint !== null) return job;
  throw new ImaginariumError({
    code: 'endpoint/job-ended',
    message: `The job ${job.id} ended as ${job.stateAs}${job.failure ? `: ${job.failure.message}` : ''}.`,
    hint: 'The round stays open: correct what is wrong and give the same command again, or name a checkpoint with --checkpoint MODEL.',
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
  const { config, folder, round } = context;
  const { method, tool, hyperparameters } = config.training;
  const into = roundPath(folder, 'training');
  if (!existsSync(into))
    await exportTraining({
      ...{ tool, method, hyperparameters, model: from, seed: config.seed, folder: into },
      data: roundPath(folder, 'records', trainedTarget(config)),
    });
  return new ImaginariumError({
    code: 'input/checkpoint-wanted',
    message: `Round ${round.number} waits for its checkpoint: train ${into} on your machine.`,
    hint: 'Serve what comes out and go on with: imaginarium round add --checkpoint openai:NAME@http://HOST:PORT/v1',
  });
}

/** Letters, digits and hyphens, 40 at most, as endpoints take them. */
function suffixOf(name: string, round: number): string {
  return runName(name.replace(/[^a-zA-Z0-9-]+/g, '-').slice(0, 40 - `-r${round}`.length), round);
}
