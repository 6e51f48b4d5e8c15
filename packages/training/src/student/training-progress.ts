import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf, ImaginariumError } from '@imaginarium/contracts';
import { hashFile, readJsonFile, writeJsonFile } from '@imaginarium/storage';
import { z } from 'zod';
import { type TrainingMetrics, type TrainingOrder, trainingMetricsSchema } from '../local/trainer.ts';
import { loadCheckpoint, loadMoments, saveCheckpoint, saveMoments } from './checkpoint.ts';
import type { Student } from './student.ts';

const progressSchema = z.strictObject({
  /** Of what decides the result: the order but its folder, and the content of its files. */
  orderHash: z.string(),
  /** Epochs that are done. */
  epochs: z.number().int().positive(),
  metrics: trainingMetricsSchema.strict(),
});

const MOMENTS = /^moments-\d+\.bin$/;

export interface TrainingProgress {
  readonly epochs: number;
  readonly checkpoint: string;
  readonly metrics: TrainingMetrics;
  readonly student: Student;
}

/** What equal orders have equal. @throws ImaginariumError `input/not-found`, `disk/…` */
export async function hashOrder(order: TrainingOrder): Promise<string> {
  const { baseModel, checkpoint, method, epochs, batchSize, learningRateMultiplier, seed } = order;
  const files = [order.trainingFile, ...(order.validationFile === null ? [] : [order.validationFile])];
  const contents = await Promise.all(files.map(hashFile));
  return hashOf({ baseModel, checkpoint, method, epochs, batchSize, learningRateMultiplier, seed, contents });
}

export function checkpointFolder(order: TrainingOrder, epochs: number): string {
  return join(order.folder, `checkpoint-${epochs}`);
}

/** Keeps an epoch's result, so that a kill at any moment leaves this epoch or the one before it. @throws ImaginariumError `disk/…` */
export async function saveProgress(
  order: TrainingOrder,
  orderHash: string,
  { epochs, metrics, student }: Omit<TrainingProgress, 'checkpoint'>,
): Promise<string> {
  await mkdir(order.folder, { recursive: true });
  const checkpoint = checkpointFolder(order, epochs);
  await saveCheckpoint(checkpoint, student);
  await saveMoments(momentsFile(order, epochs), student);
  await writeJsonFile(progressFile(order), { orderHash, epochs, metrics });
  await rm(momentsFile(order, epochs - 1), { force: true });
  return checkpoint;
}

/** Removes what only going on needs, twice the size of a checkpoint: for an order that is done. */
export async function dropMoments({ folder }: TrainingOrder): Promise<void> {
  for (const name of await readdir(folder)) if (MOMENTS.test(name)) await rm(join(folder, name), { force: true });
}

/**
 * What an earlier attempt at the same order left, or null.
 *
 * @param planned epochs of the order; where all are done, nothing is needed to go on
 * @throws ImaginariumError `input/changed` where the folder is of another order or the files have changed since
 */
export async function loadProgress(
  order: TrainingOrder,
  orderHash: string,
  planned: number,
): Promise<TrainingProgress | null> {
  const isThere = await stat(progressFile(order)).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  const { epochs, metrics, ...progress } = await readJsonFile(progressFile(order), progressSchema);
  if (progress.orderHash !== orderHash) {
    throw new ImaginariumError({
      code: 'input/changed',
      message: `${order.folder} holds the training of another order, or its files have changed since it began.`,
      hint: 'Begin a new job for the changed data.',
    });
  }
  const checkpoint = checkpointFolder(order, epochs);
  const student = await loadCheckpoint(checkpoint);
  if (epochs < planned) await loadMoments(momentsFile(order, epochs), student);
  return { epochs, checkpoint, metrics, student };
}

function progressFile(order: TrainingOrder): string {
  return join(order.folder, 'progress.json');
}

function momentsFile(order: TrainingOrder, epochs: number): string {
  return join(order.folder, `moments-${epochs}.bin`);
}
