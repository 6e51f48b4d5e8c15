import { ImaginariumError } from '@imaginarium/contracts';
import type { TrainingEvent, TrainingMetrics, TrainingOrder, TrainingOutcome } from '../local/trainer.ts';
import { loadCheckpoint } from './checkpoint.ts';
import { extendStudent } from './extend-student.ts';
import { prepareLessons } from './learn-lesson.ts';
import type { Lesson } from './lesson.ts';
import { dealFolds } from './lesson-families.ts';
import { readLessons } from './read-lessons.ts';
import { scoreLessons } from './score-lessons.ts';
import { BASE_MODEL, createStudent, type Student } from './student.ts';
import { tokeniseQuery } from './tokenise-query.ts';
import { defaultPlan, stepsAnEpoch, type TrainingPlan, trainEpoch } from './train-epoch.ts';
import { dropMoments, hashOrder, loadProgress, saveProgress } from './training-progress.ts';

/** With no validation file one family of queries in ten is held out, where there are at least this many lessons. */
const HELD_OUT_FOLDS = 10;
const FEWEST_TO_HOLD_OUT = 20;
const STEPS_A_METRIC = 10;

interface Options {
  readonly signal: AbortSignal;
  readonly onEvent: (event: TrainingEvent) => void;
}

/** Trains as `Trainer.train` says. Going on after a stop, it tells the last checkpoint again before it trains the rest. */
export async function trainOrder(order: TrainingOrder, options: Options): Promise<TrainingOutcome> {
  refuseUnsupported(order);
  try {
    return await train(order, options);
  } catch (thrown) {
    if (!options.signal.aborted || (thrown instanceof ImaginariumError && thrown.code !== 'interrupted/aborted'))
      throw thrown;
    throw new ImaginariumError({
      code: 'interrupted/aborted',
      message: 'Training was stopped; it goes on from its last epoch when it is started again.',
      cause: thrown,
    });
  }
}

async function train(order: TrainingOrder, { signal, onEvent }: Options): Promise<TrainingOutcome> {
  signal.throwIfAborted();
  const orderHash = await hashOrder(order);
  const { training, heldOut } = await readOrder(order, signal);
  const plan = planOf(order, training.length);
  const trainedTokens = plan.epochs * training.reduce((sum, lesson) => sum + countTokens(lesson), 0);
  const progress = await loadProgress(order, orderHash, plan.epochs);
  const student = progress?.student ?? (await extendStudent(await startingPoint(order.checkpoint), training, signal));
  if (progress === null) onEvent({ kind: 'message', level: 'info', message: describe(training, heldOut, student) });
  else onEvent({ kind: 'checkpoint', checkpoint: progress.checkpoint, metrics: progress.metrics });
  const prepared = await prepareLessons(student, training, signal);
  const preparedHeldOut = await prepareLessons(student, heldOut, signal);
  const totalSteps = stepsAnEpoch(prepared.length, plan) * plan.epochs;
  let checkpoint = progress?.checkpoint;
  for (let epoch = progress?.epochs ?? 0; epoch < plan.epochs; epoch++) {
    const ofEpoch = { loss: 0, decisions: 0 };
    const recent = { loss: 0, decisions: 0 };
    await trainEpoch(student, prepared, plan, epoch, {
      signal,
      onStep: (step, { loss, decisions }) => {
        for (const sum of [ofEpoch, recent]) {
          sum.loss += loss;
          sum.decisions += decisions;
        }
        if (step % STEPS_A_METRIC !== 0) return;
        const trainLoss = recent.loss / Math.max(1, recent.decisions);
        onEvent({ kind: 'metrics', metrics: { step, totalSteps, trainLoss } });
        recent.loss = recent.decisions = 0;
      },
    });
    const metrics: TrainingMetrics = {
      step: (totalSteps / plan.epochs) * (epoch + 1),
      totalSteps,
      trainLoss: ofEpoch.loss / Math.max(1, ofEpoch.decisions),
      ...(await heldOutMetrics()),
    };
    checkpoint = await saveProgress(order, orderHash, { epochs: epoch + 1, metrics, student });
    onEvent({ kind: 'metrics', metrics });
    onEvent({ kind: 'checkpoint', checkpoint, metrics });
  }
  if (checkpoint === undefined)
    throw new ImaginariumError({ code: 'input/no-epochs', message: 'There is no epoch to train.' });
  await dropMoments(order);
  return { checkpoint, trainedTokens };

  async function heldOutMetrics(): Promise<Partial<TrainingMetrics>> {
    if (preparedHeldOut.length === 0) return {};
    const { loss, accuracy } = await scoreLessons(student, preparedHeldOut, signal);
    return { validLoss: loss, validAccuracy: accuracy };
  }
}

function refuseUnsupported({ method, baseModel }: TrainingOrder): void {
  if (method !== 'supervised') {
    throw new ImaginariumError({
      code: 'input/unsupported-method',
      message: `The student cannot be trained with ${method}: it has no preference loss.`,
      hint: 'Use method "supervised", or a trainer of language models (trl).',
    });
  }
  if (baseModel === BASE_MODEL) return;
  throw new ImaginariumError({
    code: 'input/unknown-model',
    message: `The student has no base model ${baseModel}.`,
    hint: `Use ${BASE_MODEL}.`,
  });
}

function planOf({ epochs, batchSize, learningRateMultiplier, seed }: TrainingOrder, lessons: number): TrainingPlan {
  const ours = defaultPlan(lessons, seed);
  return {
    epochs: epochs ?? ours.epochs,
    batchSize: batchSize ?? ours.batchSize,
    learningRateMultiplier: learningRateMultiplier ?? ours.learningRateMultiplier,
    seed,
  };
}

async function startingPoint(checkpoint: string | null): Promise<Student> {
  return checkpoint === null ? createStudent() : loadCheckpoint(checkpoint);
}

async function readOrder(
  order: TrainingOrder,
  signal: AbortSignal,
): Promise<{ training: Lesson[]; heldOut: Lesson[] }> {
  const lessons = await readLessons(order.trainingFile, signal);
  if (order.validationFile !== null) {
    return { training: lessons, heldOut: await readLessons(order.validationFile, signal) };
  }
  if (lessons.length < FEWEST_TO_HOLD_OUT) return { training: lessons, heldOut: [] };
  const folds = dealFolds(lessons, HELD_OUT_FOLDS, order.seed);
  return {
    training: lessons.filter((_, at) => folds[at] !== 0),
    heldOut: lessons.filter((_, at) => folds[at] === 0),
  };
}

/** Words, numbers and signs of a lesson's query and of what it teaches. */
function countTokens({ query, call, answer }: Lesson): number {
  const taught = call === null ? (answer ?? '') : `${call.tool} ${JSON.stringify(call.arguments)}`;
  return query.tokens.length + tokeniseQuery(taught).length;
}

function describe(training: readonly Lesson[], heldOut: readonly Lesson[], { tools }: Student): string {
  return `${training.length} lessons to train on and ${heldOut.length} held out; ${tools.length} tools.`;
}
