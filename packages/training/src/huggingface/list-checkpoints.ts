import { listCommits } from '@huggingface/hub';
import { isFinal, type TuningCheckpoint, type TuningMetrics } from '@imaginarium/contracts';
import { EndpointError } from '@imaginarium/models';
import type { HubClient } from './hub-client.ts';
import type { ApiJob } from './hub-types.ts';
import { readJobCommand } from './job-command.ts';
import { createLogReader } from './parse-log.ts';
import { stateOf } from './read-job.ts';
import { streamLogs } from './stream-logs.ts';

/**
 * The commits that TRL made to the model's repository, in order of step: one a save, and the end. Only the last is what the repository
 * serves; an earlier one is asked by its revision. Metrics come from the log, once the job has ended.
 */
export async function listCheckpoints(
  client: HubClient,
  job: ApiJob,
  signal: AbortSignal | undefined,
): Promise<TuningCheckpoint[]> {
  const settings = readJobCommand(job.command ?? [])?.settings;
  const target = settings?.get('hub_model_id');
  if (target === undefined) return [];
  const commits = await commitsOf(client, target, signal);
  const curve = isFinal(stateOf(job)) ? await readCurve(client, job, settings, signal) : [];
  const end = curve.at(-1)?.totalSteps ?? curve.at(-1)?.step ?? 0;
  const saves = commits.flatMap(({ oid, title }) => {
    const step = /^Training in progress, step (\d+)/.exec(title)?.[1];
    if (step !== undefined) return [{ oid, step: Number(step), isEnd: false }];
    return /^End of training/.test(title) ? [{ oid, step: end, isEnd: true }] : [];
  });
  const last = saves.findLast(({ isEnd }) => isEnd);
  return saves
    .filter((save) => !save.isEnd || save === last)
    .sort((a, b) => Number(a.isEnd) - Number(b.isEnd) || a.step - b.step)
    .map((save) => ({
      id: save.oid,
      step: Math.max(save.step, save.isEnd ? (saves.at(-2)?.step ?? 0) : 0),
      model: save.isEnd ? `huggingface:${target}` : null,
      metrics: curve.findLast(({ step }) => step <= save.step) ?? null,
    }));
}

/** Oldest first; none where the repository does not exist yet. */
async function commitsOf(client: HubClient, name: string, signal: AbortSignal | undefined) {
  return client.repeat(async (params) => {
    const commits: { oid: string; title: string }[] = [];
    try {
      for await (const { oid, title } of listCommits({ ...params, repo: { type: 'model', name } }))
        commits.unshift({ oid, title });
    } catch (error) {
      if (error instanceof EndpointError && error.code === 'endpoint/not-found') return [];
      throw error;
    }
    return commits;
  }, signal);
}

/** Training and validation merged: a point says the last of each that was known at its step. */
async function readCurve(
  client: HubClient,
  job: ApiJob,
  settings: ReadonlyMap<string, string> | undefined,
  signal: AbortSignal | undefined,
) {
  const reader = createLogReader(settings);
  const curve: TuningMetrics[] = [];
  for await (const { text } of streamLogs(client, job.id, signal)) {
    const metrics = reader.read(text);
    if (metrics === undefined) continue;
    const before = curve.at(-1);
    curve.push({
      ...metrics,
      trainLoss: metrics.trainLoss ?? before?.trainLoss ?? null,
      trainAccuracy: metrics.trainAccuracy ?? before?.trainAccuracy ?? null,
      validLoss: metrics.validLoss ?? before?.validLoss ?? null,
      validAccuracy: metrics.validAccuracy ?? before?.validAccuracy ?? null,
    });
  }
  return curve;
}
