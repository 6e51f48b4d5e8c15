import { argumentLeaves } from './argument-leaves.ts';
import { deriveInSlot } from './argument-slots.ts';
import { learnTool, type ToolCandidate, toolCandidates, toolLoss } from './choose-tool.ts';
import { type ArgumentTarget, type LossSum, learnArgument } from './learn-argument.ts';
import type { Lesson } from './lesson.ts';
import { nextTurn } from './next-turn.ts';
import { type SlotDecisions, slotDecisions } from './slot-decisions.ts';
import type { LearnedTool, Student } from './student.ts';

/** A lesson with its right decisions worked out for a student's tools and forms. */
export interface PreparedLesson {
  readonly lesson: Lesson;
  /** Choices that the lesson decides, each with the position of the right candidate. */
  readonly choices: readonly { readonly candidates: readonly ToolCandidate[]; readonly gold: number }[];
  readonly tool: LearnedTool | null;
  readonly targets: readonly { readonly slot: SlotDecisions; readonly target: ArgumentTarget }[];
}

/**
 * A call teaches twice: among the tools on offer, and among all (as a model is asked that knows its tools without being shown
 * them). That none of the offered serves says nothing of the others, so such a lesson teaches once.
 */
function prepareLesson(student: Student, lesson: Lesson): PreparedLesson {
  const name = lesson.call?.tool ?? null;
  const offers = lesson.offered === null ? [null] : name === null ? [lesson.offered] : [lesson.offered, null];
  const choices = offers.flatMap((offered) => {
    const candidates = toolCandidates(student, lesson.query, offered);
    const gold = candidates.findIndex((candidate) => candidate.name === name);
    return gold < 0 ? [] : [{ candidates, gold }];
  });
  const tool = student.tools.find((one) => one.name === name) ?? null;
  return { lesson, choices, tool, targets: tool === null ? [] : argumentTargets(lesson, tool) };
}

function argumentTargets(lesson: Lesson, tool: LearnedTool): PreparedLesson['targets'] {
  const leaves = argumentLeaves(lesson.call?.arguments ?? {});
  const decisions = slotDecisions(tool);
  return tool.slots.flatMap((slot, at) => {
    const target = deriveInSlot(leaves.get(slot.path), lesson.query, slot, tool.known);
    const decided = decisions[at];
    return target === undefined || decided === undefined ? [] : [{ slot: decided, target }];
  });
}

/** Prepares lessons a few a turn. @throws the signal's reason */
export async function prepareLessons(
  student: Student,
  lessons: readonly Lesson[],
  signal?: AbortSignal,
): Promise<PreparedLesson[]> {
  const prepared: PreparedLesson[] = [];
  for (const [at, lesson] of lessons.entries()) {
    if (at % 8 === 0) await nextTurn(signal);
    prepared.push(prepareLesson(student, lesson));
  }
  return prepared;
}

/** Adds the lesson's losses to `sum`, and its gradients to the student's weights unless `isTest`. */
export function learnLesson(student: Student, prepared: PreparedLesson, sum: LossSum, isTest = false): void {
  const { query } = prepared.lesson;
  for (const { candidates, gold } of prepared.choices) {
    sum.loss += (isTest ? toolLoss : learnTool)(student, query, candidates, gold);
    sum.decisions++;
  }
  for (const { slot, target } of prepared.targets) {
    learnArgument(student.weights.fill, query, slot, target, prepared.tool?.known ?? {}, sum, isTest);
  }
}
