import { createRandom } from '@imaginarium/contracts';
import { prepareLessons } from '../student/learn-lesson.ts';
import type { Lesson } from '../student/lesson.ts';
import { lessonFamilies } from '../student/lesson-families.ts';
import { scoreLessons } from '../student/score-lessons.ts';
import type { TrainingPlan } from '../student/train-epoch.ts';
import { trainStudent } from '../student/train-student.ts';
import type { OutOfFold } from './cross-validate.ts';

export interface CurvePoint {
  /** Lessons trained on, the mean over folds. */
  readonly lessons: number;
  /** Held-out share of lessons with the right tool (or rightly none), and with right arguments too. */
  readonly toolAccuracy: number;
  readonly accuracy: number;
}

export interface LearningCurve {
  readonly points: readonly CurvePoint[];
  /** Expected held-out accuracy with twice the lessons; null where the points allow no fit. */
  readonly accuracyAtTwice: number | null;
  /** Whether that is at least two points of a hundred better. */
  readonly wouldMoreHelp: boolean;
}

const FRACTIONS = [0.25, 0.5, 0.75];
/** Folds that the points are measured on: the more, the steadier and the slower. */
const CURVE_FOLDS = 2;
const WORTHWHILE_GAIN = 0.02;

/**
 * Held-out accuracy by the amount of data, from students trained on a part of the families and tested on the same folds; the
 * last point is the cross-validation's. Twice the data is extrapolated by a power law of the error (Hestness et al., arXiv 1712.00409).
 */
export async function measureLearningCurve(
  lessons: readonly Lesson[],
  folds: readonly number[],
  judged: readonly OutOfFold[],
  plan: TrainingPlan,
  signal?: AbortSignal,
): Promise<LearningCurve> {
  const points: CurvePoint[] = [];
  const ranks = familyRanks(lessons, plan.seed);
  for (const fraction of FRACTIONS) {
    const scores: CurvePoint[] = [];
    for (let fold = 0; fold < CURVE_FOLDS; fold++) {
      const training = lessons.filter((_, at) => folds[at] !== fold && (ranks[at] ?? 0) < fraction);
      const student = await trainStudent(training, plan, signal);
      const heldOut = await prepareLessons(
        student,
        lessons.filter((_, at) => folds[at] === fold),
        signal,
      );
      scores.push({ lessons: training.length, ...(await scoreLessons(student, heldOut, signal)) });
    }
    points.push(meanPoint(scores));
  }
  const whole = judged.filter(({ fold }) => fold < CURVE_FOLDS);
  points.push({
    lessons: Math.round(lessons.length - folds.filter((fold) => fold < CURVE_FOLDS).length / CURVE_FOLDS),
    toolAccuracy: whole.filter(({ isToolRight }) => isToolRight).length / Math.max(1, whole.length),
    accuracy: whole.filter(({ isRight }) => isRight).length / Math.max(1, whole.length),
  });
  const accuracyAtTwice = extrapolate(points);
  const now = points.at(-1)?.accuracy ?? 0;
  return {
    points,
    accuracyAtTwice,
    wouldMoreHelp: accuracyAtTwice !== null && accuracyAtTwice - now >= WORTHWHILE_GAIN,
  };
}

/** Each lesson's place among the families of its tool, 0 to 1: those below a fraction are that fraction. */
function familyRanks(lessons: readonly Lesson[], seed: number): number[] {
  const families = lessonFamilies(lessons);
  const ofTool = new Map<string, Set<number>>();
  for (const [at, { call }] of lessons.entries()) {
    const tool = call?.tool ?? '';
    ofTool.set(tool, (ofTool.get(tool) ?? new Set()).add(families[at] ?? 0));
  }
  const ranks = new Map<number, number>();
  for (const [tool, members] of ofTool) {
    const shuffled = createRandom(seed)
      .fork(`curve ${tool}`)
      .shuffle([...members]);
    for (const [at, family] of shuffled.entries()) ranks.set(family, at / shuffled.length);
  }
  return families.map((family) => ranks.get(family) ?? 0);
}

function meanPoint(points: readonly CurvePoint[]): CurvePoint {
  const mean = (of: (point: CurvePoint) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  return {
    lessons: Math.round(mean(({ lessons }) => lessons)),
    toolAccuracy: mean(({ toolAccuracy }) => toolAccuracy),
    accuracy: mean(({ accuracy }) => accuracy),
  };
}

/** Least squares of log error over log lessons, read at twice the last point's lessons; never worse than the last point. */
export function extrapolate(points: readonly CurvePoint[]): number | null {
  const usable = points.filter(({ accuracy, lessons }) => accuracy < 1 && lessons > 0);
  const last = points.at(-1);
  if (usable.length < 3 || last === undefined) return null;
  const xs = usable.map(({ lessons }) => Math.log(lessons));
  const ys = usable.map(({ accuracy }) => Math.log(1 - accuracy));
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [covariance, variance] = [0, 0];
  for (const [at, x] of xs.entries()) {
    covariance += (x - meanX) * ((ys[at] as number) - meanY);
    variance += (x - meanX) ** 2;
  }
  if (variance === 0) return null;
  const slope = Math.min(0, covariance / variance);
  return 1 - (1 - last.accuracy) * 2 ** slope;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
