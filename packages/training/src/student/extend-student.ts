import { learnAnswers } from './answer-pattern.ts';
import { type ArgumentSlot, learnArguments, type ToolArguments } from './argument-slots.ts';
import type { Lesson } from './lesson.ts';
import { nextTurn } from './next-turn.ts';
import { type LearnedReply, type LearnedTool, type Student, withTools } from './student.ts';
import { formKey } from './value-form.ts';

const MOST_REPLIES = 500;

/**
 * Makes room for what new lessons hold: their tools, the forms of their arguments, their answers. Their weights are not yet
 * trained; the student given keeps its own row count but shares its weights with the new one.
 * @throws the signal's reason
 */
export async function extendStudent(
  student: Student,
  lessons: readonly Lesson[],
  signal?: AbortSignal,
): Promise<Student> {
  const ofTool = new Map<string, Lesson[]>();
  for (const lesson of lessons) {
    if (lesson.call === null) continue;
    const together = ofTool.get(lesson.call.tool);
    if (together === undefined) ofTool.set(lesson.call.tool, [lesson]);
    else together.push(lesson);
  }
  const earlier = new Map(student.tools.map((tool) => [tool.name, tool]));
  const names = new Set([...earlier.keys(), ...ofTool.keys()]);
  const tools: LearnedTool[] = [];
  for (const name of names) {
    await nextTurn(signal);
    tools.push(extendTool(name, earlier.get(name), ofTool.get(name)));
  }
  return withTools(student, tools, [...newReplies(lessons), ...student.replies].slice(0, MOST_REPLIES));
}

function extendTool(
  name: string,
  earlier: LearnedTool | undefined,
  lessons: readonly Lesson[] | undefined,
): LearnedTool {
  if (lessons === undefined) return earlier ?? { name, slots: [], known: {}, answers: [] };
  const learned = { name, ...learnArguments(lessons), answers: learnAnswers(lessons) };
  if (earlier === undefined) return learned;
  return {
    name,
    ...joinArguments(earlier, learned),
    answers: [...learned.answers, ...earlier.answers],
  };
}

function joinArguments(earlier: ToolArguments, learned: ToolArguments): ToolArguments {
  const paths = new Set([...earlier.slots, ...learned.slots].map(({ path }) => path));
  const formsOf = ({ slots }: ToolArguments, path: string): ArgumentSlot['forms'] =>
    slots.find((slot) => slot.path === path)?.forms ?? [{ kind: 'omit' }];
  const slots = [...paths].map((path) => {
    const forms = [...formsOf(earlier, path), ...formsOf(learned, path)];
    return { path, forms: [...new Map(forms.map((form) => [formKey(form), form])).values()] };
  });
  return { slots, known: { ...earlier.known, ...learned.known } };
}

function newReplies(lessons: readonly Lesson[]): LearnedReply[] {
  const replies = new Map<string, LearnedReply>();
  for (const { call, query, answer } of lessons) {
    if (call === null && answer !== null) replies.set(query.text, { query: query.text, answer });
  }
  return [...replies.values()];
}
