import { canonicalJson, type JsonValue } from '@imaginarium/contracts';
import { argumentLeaves } from '../student/argument-leaves.ts';
import { deriveInSlot } from '../student/argument-slots.ts';
import { type ChosenTool, rankTools, toolCandidates } from '../student/choose-tool.ts';
import { fillArgument } from '../student/fill-argument.ts';
import type { Lesson } from '../student/lesson.ts';
import { nextTurn } from '../student/next-turn.ts';
import { predictCall } from '../student/predict-call.ts';
import { slotDecisions } from '../student/slot-decisions.ts';
import type { LearnedTool, Student } from '../student/student.ts';
import { targetProbability } from '../student/target-probability.ts';
import type { TrainingPlan } from '../student/train-epoch.ts';
import { trainStudent } from '../student/train-student.ts';

/** What a student that never saw a lesson or its paraphrases makes of one argument, given the record's tool. */
export interface OutOfFoldArgument {
  readonly path: string;
  /** Undefined: left out. */
  readonly given: JsonValue | undefined;
  readonly believed: JsonValue | undefined;
  /** Of the value believed. */
  readonly probability: number;
  /** Of the value given; 0 where it cannot be had from the query. */
  readonly givenProbability: number;
  /** How the given value could be had: copied from the query, only by choosing what other records have, or not at all. */
  readonly source: 'copied' | 'chosen' | 'none';
  readonly isRight: boolean;
}

export interface OutOfFold {
  readonly lesson: Lesson;
  readonly fold: number;
  /** Tools likeliest first: all trained for a call, those offered where none is right. */
  readonly ranking: readonly ChosenTool[];
  /** With the tools that the record offers. */
  readonly isToolRight: boolean;
  readonly isRight: boolean;
  readonly arguments: readonly OutOfFoldArgument[];
}

/** Judges every lesson by a student trained on the other folds. Gives them in the order of `lessons`. @throws the signal's reason */
export async function crossValidate(
  lessons: readonly Lesson[],
  folds: readonly number[],
  plan: TrainingPlan,
  options: { readonly signal?: AbortSignal; readonly onFold?: (done: number, of: number) => void } = {},
): Promise<OutOfFold[]> {
  const { signal } = options;
  const count = Math.max(...folds) + 1;
  const judged: OutOfFold[] = [];
  for (let fold = 0; fold < count; fold++) {
    const student = await trainStudent(
      lessons.filter((_, at) => folds[at] !== fold),
      plan,
      signal,
    );
    for (const [at, lesson] of lessons.entries()) {
      if (folds[at] !== fold) continue;
      if (at % 4 === 0) await nextTurn(signal);
      judged[at] = judgeLesson(student, lesson, fold);
    }
    options.onFold?.(fold + 1, count);
  }
  return judged;
}

function judgeLesson(student: Student, lesson: Lesson, fold: number): OutOfFold {
  const { call, query, offered } = lesson;
  const ranking = rankTools(student, query, toolCandidates(student, query, call === null ? offered : null));
  const predicted = predictCall(student, query, offered);
  const isToolRight = (predicted?.tool ?? null) === (call?.tool ?? null);
  const isRight =
    isToolRight && (call === null || canonicalJson(predicted?.arguments) === canonicalJson(call.arguments));
  const tool = student.tools.find(({ name }) => name === call?.tool);
  return {
    lesson,
    fold,
    ranking,
    isToolRight,
    isRight,
    arguments: tool === undefined ? [] : judgeArguments(student, lesson, tool),
  };
}

function judgeArguments(student: Student, { call, query }: Lesson, tool: LearnedTool): OutOfFoldArgument[] {
  const leaves = argumentLeaves(call?.arguments ?? {});
  const { fill } = student.weights;
  const judged = slotDecisions(tool).map((slot, at): OutOfFoldArgument => {
    const given = leaves.get(slot.path);
    const filled = fillArgument(fill, query, slot, tool.known);
    const believed = filled?.value;
    const target = deriveInSlot(given, query, tool.slots[at] ?? { path: slot.path, forms: [] }, tool.known);
    return {
      path: slot.path,
      given,
      believed,
      probability: filled?.probability ?? 0,
      givenProbability: target === undefined ? 0 : targetProbability(fill, query, slot, target, tool.known),
      source: target === undefined ? 'none' : target.spans.length > 0 ? 'copied' : 'chosen',
      isRight: canonicalJson(given ?? null) === canonicalJson(believed ?? null),
    };
  });
  const known = new Set(tool.slots.map(({ path }) => path));
  const strange = [...leaves].filter(([path]) => !known.has(path));
  return [
    ...judged,
    ...strange.map(
      ([path, given]): OutOfFoldArgument => ({
        path,
        given,
        believed: undefined,
        probability: 1,
        givenProbability: 0,
        source: 'none',
        isRight: false,
      }),
    ),
  ];
}
