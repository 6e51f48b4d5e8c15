import { extendStudent } from './extend-student.ts';
import { prepareLessons } from './learn-lesson.ts';
import type { Lesson } from './lesson.ts';
import { createStudent, type Student } from './student.ts';
import { type TrainingPlan, trainEpoch } from './train-epoch.ts';

/** Trains the base student on lessons, in memory. @throws the signal's reason */
export async function trainStudent(
  lessons: readonly Lesson[],
  plan: TrainingPlan,
  signal?: AbortSignal,
): Promise<Student> {
  const student = await extendStudent(createStudent(), lessons, signal);
  const prepared = await prepareLessons(student, lessons, signal);
  for (let epoch = 0; epoch < plan.epochs; epoch++) {
    await trainEpoch(student, prepared, plan, epoch, signal === undefined ? {} : { signal });
  }
  return student;
}
