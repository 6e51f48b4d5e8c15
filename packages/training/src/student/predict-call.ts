import type { JsonObject, JsonValue, ToolDefinition } from '@imaginarium/contracts';
import { objectFromLeaves } from './argument-leaves.ts';
import { rankTools, type ToolCandidate, toolCandidates } from './choose-tool.ts';
import type { EncodedQuery } from './encode-query.ts';
import { type FilledArgument, fillArgument } from './fill-argument.ts';
import { guessArguments } from './guess-arguments.ts';
import { slotDecisions } from './slot-decisions.ts';
import type { LearnedTool, Student } from './student.ts';

export interface PredictedCall {
  readonly tool: string;
  readonly arguments: JsonObject;
  readonly probability: number;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** The call that the student would make, or null for none. Deterministic. */
export function predictCall(
  student: Student,
  query: EncodedQuery,
  offered: readonly ToolDefinition[] | null,
  choice: ToolChoice = 'auto',
): PredictedCall | null {
  if (choice === 'none') return null;
  const candidates = toolCandidates(student, query, offered).filter((candidate) => isAllowed(candidate, choice));
  if (candidates.length === 0) return null;
  const [best] = rankTools(student, query, candidates);
  if (best === undefined || best.name === null) return null;
  const { name, probability } = best;
  const tool = student.tools.find((one) => one.name === name);
  const definition = offered?.find((one) => one.name === name);
  const filled =
    tool !== undefined
      ? callArguments(student, query, tool)
      : definition === undefined
        ? {}
        : guessArguments(query, definition);
  return { tool: name, arguments: filled, probability };
}

function isAllowed({ name }: ToolCandidate, choice: ToolChoice): boolean {
  if (typeof choice === 'object') return name === choice.name;
  return choice === 'required' ? name !== null : true;
}

/** The arguments that the student fills in for a tool that it was trained on. */
function callArguments(student: Student, query: EncodedQuery, tool: LearnedTool): JsonObject {
  const leaves: [string, JsonValue][] = [];
  for (const [path, filled] of fillArguments(student, query, tool)) {
    if (filled?.value !== undefined) leaves.push([path, filled.value]);
  }
  return objectFromLeaves(leaves);
}

/** By JSON pointer; undefined where nothing in the query fits an argument. */
function fillArguments(
  student: Student,
  query: EncodedQuery,
  tool: LearnedTool,
): Map<string, FilledArgument | undefined> {
  return new Map(
    slotDecisions(tool).map((slot) => [slot.path, fillArgument(student.weights.fill, query, slot, tool.known)]),
  );
}
