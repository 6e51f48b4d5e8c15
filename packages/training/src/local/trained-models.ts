import { rm } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { isOver, type JobRecord } from './job-record.ts';
import type { JobStore } from './job-store.ts';

/** A model that a job trained, under one of its names. */
export interface TrainedModel {
  readonly name: string;
  /** Folder, as the job store keeps paths. */
  readonly checkpoint: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** OpenAI, too, keeps the checkpoints of a job's last three epochs (its guide to supervised fine-tuning, "checkpoints"). */
const KEPT_CHECKPOINTS = 3;

/** A job's checkpoints and what it ended with, but what was deleted or dropped. */
export function trainedModels(job: JobRecord): TrainedModel[] {
  const models = job.checkpoints.map(({ model, folder, createdAt }) => ({
    name: model,
    checkpoint: folder,
    createdAt,
  }));
  if (job.fineTunedModel !== null && job.checkpointFolder !== null)
    models.push({
      name: job.fineTunedModel,
      checkpoint: job.checkpointFolder,
      createdAt: job.finishedAt ?? job.createdAt,
    });
  return models.filter(({ name }) => !job.deletedModels.includes(name));
}

/** Takes a model's name away; the folder goes with its last name. A kill in between leaves a folder that a second call removes. */
export async function forgetModel(
  jobs: JobStore,
  id: string,
  { name, checkpoint }: Pick<TrainedModel, 'name' | 'checkpoint'>,
): Promise<void> {
  const job = jobs.get(id);
  const left = job.deletedModels.includes(name)
    ? job
    : await jobs.update(id, { deletedModels: [...job.deletedModels, name] });
  if (trainedModels(left).some((model) => model.checkpoint === checkpoint)) return;
  const folder = jobs.pathOf(checkpoint);
  const inside = relative(jobs.folderOf(id), folder);
  // A trainer that keeps its weights elsewhere keeps them.
  if (inside !== '' && !inside.startsWith('..') && !isAbsolute(inside))
    await rm(folder, { recursive: true, force: true });
}

/** The job that is not over and goes on from this checkpoint. */
export function userOf(jobs: JobStore, checkpoint: string): JobRecord | undefined {
  return jobs.list().find((job) => !isOver(job) && job.from === checkpoint);
}

/** Forgets all but the last three checkpoints of a job, and those that another job still goes on from. @throws ImaginariumError `disk/…` */
export async function dropOldCheckpoints(jobs: JobStore, id: string): Promise<void> {
  for (const { model, folder } of jobs.get(id).checkpoints.slice(0, -KEPT_CHECKPOINTS))
    if (userOf(jobs, folder) === undefined) await forgetModel(jobs, id, { name: model, checkpoint: folder });
}
