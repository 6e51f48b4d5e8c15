import { canonicalJson } from '@imaginarium/contracts';
import type { LossSum } from './learn-argument.ts';
import { learnLesson, type PreparedLesson } from './learn-lesson.ts';
import { nextTurn } from './next-turn.ts';
import { predictCall } from './predict-call.ts';
import type { Student } from './student.ts';

export interface LessonScores {
  /** Mean loss of a decision; of arguments, those that the student has a form for. */
  readonly loss: number;
  /** Share of lessons with the right tool, or rightly none. */
  readonly toolAccuracy: number;
  /** Share of lessons with the right tool and equal arguments, or rightly none. */
  readonly accuracy: number;
}

/** Scores the student on lessons that it was not trained on. @throws the signal's reason */
export async function scoreLessons(
  student: Student,
  lessons: readonly PreparedLesson[],
  signal?: AbortSignal,
): Promise<LessonScores> {
  const sum: LossSum = { loss: 0, decisions: 0 };
  let [tools, calls] = [0, 0];
  for (const [at, prepared] of lessons.entries()) {
    if (at % 4 === 0) await nextTurn(signal);
    learnLesson(student, prepared, sum, true);
    const { call, query, offered } = prepared.lesson;
    const predicted = predictCall(student, query, offered);
    if ((predicted?.tool ?? null) !== (call?.tool ?? null)) continue;
    tools++;
    if (predicted === null || canonicalJson(predicted.arguments) === canonicalJson(call?.arguments ?? {})) calls++;
  }
  const count = Math.max(1, lessons.length);
  return { loss: sum.loss / Math.max(1, sum.decisions), toolAccuracy: tools / count, accuracy: calls / count };
}
