import { createRandom } from '@imaginarium/contracts';
import type { LossSum } from './learn-argument.ts';
import { learnLesson, type PreparedLesson } from './learn-lesson.ts';
import { nextTurn } from './next-turn.ts';
import { learningRateAt, stepAdam } from './optimiser/adam.ts';
import { type Student, weightBlocks } from './student.ts';

export interface TrainingPlan {
  readonly epochs: number;
  readonly batchSize: number;
  /** Times the student's own learning rates. */
  readonly learningRateMultiplier: number;
  readonly seed: number;
}

/** Small files get small batches and more epochs, so that there are some hundred steps to learn in. */
const WANTED_STEPS = 400;
const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** The plan for so many lessons where the order leaves it open: 8 to 15 epochs, batches of 4 to 16. */
export function defaultPlan(lessons: number, seed: number): TrainingPlan {
  const batchSize = clamp(Math.round(lessons / 60), 4, 16);
  const epochs = clamp(Math.ceil((WANTED_STEPS * batchSize) / Math.max(1, lessons)), 8, 15);
  return { epochs, batchSize, learningRateMultiplier: 1, seed };
}

/** The network, whose weights are shared by all tools, and the hashed weights of single features. */
const NETWORK_RATE = 0.004;
const FILL_RATE = 0.03;
const WEIGHT_DECAY = 0.001;
/** Lessons between two turns of the event loop: some milliseconds of work. */
const LESSONS_A_TURN = 4;

/**
 * One pass over the lessons in an order that seed and epoch (from 0) decide. Changes the student's weights; the same weights,
 * lessons and plan give the same bits.
 * @param onStep What the batch lost, and the number of its step, counted from 1 over all epochs.
 * @throws the signal's reason
 */
export async function trainEpoch(
  student: Student,
  lessons: readonly PreparedLesson[],
  plan: TrainingPlan,
  epoch: number,
  options: { readonly signal?: AbortSignal; readonly onStep?: (step: number, sum: LossSum) => void } = {},
): Promise<void> {
  const order = createRandom(plan.seed).fork(`epoch ${epoch}`).shuffle(lessons);
  const steps = stepsAnEpoch(lessons.length, plan);
  for (let batch = 0; batch < steps; batch++) {
    const sum: LossSum = { loss: 0, decisions: 0 };
    for (let at = batch * plan.batchSize; at < Math.min(order.length, (batch + 1) * plan.batchSize); at++) {
      if (at % LESSONS_A_TURN === 0) await nextTurn(options.signal);
      const prepared = order[at];
      if (prepared !== undefined) learnLesson(student, prepared, sum);
    }
    const step = epoch * steps + batch + 1;
    const rate = learningRateAt(step, steps * plan.epochs, plan.learningRateMultiplier);
    for (const [name, block] of weightBlocks(student.weights)) {
      const isFill = name === 'fill';
      stepAdam(block, {
        step,
        learningRate: rate * (isFill ? FILL_RATE : NETWORK_RATE),
        weightDecay: isFill ? 0 : WEIGHT_DECAY,
      });
    }
    options.onStep?.(step, sum);
  }
}

export function stepsAnEpoch(lessons: number, { batchSize }: TrainingPlan): number {
  return Math.ceil(lessons / batchSize);
}
