import type { ToolDefinition } from '@imaginarium/contracts';
import { describeLikeness } from './describe-likeness.ts';
import type { EncodedQuery } from './encode-query.ts';
import { backpropagate, classLogit, hiddenLayer } from './optimiser/bag-network.ts';
import { touchRow } from './optimiser/parameter-block.ts';
import { softmax, softmaxLoss } from './optimiser/softmax-loss.ts';
import type { Student } from './student.ts';

/** A tool that may be chosen, or none (null). */
export interface ToolCandidate {
  readonly name: string | null;
  /** Row of the output; null for a tool that was never trained. */
  readonly row: number | null;
  readonly likeness: number;
}

export interface ChosenTool {
  readonly name: string | null;
  readonly probability: number;
}

/** None and the tools offered; with nothing offered, every tool that was trained. */
export function toolCandidates(
  student: Student,
  query: EncodedQuery,
  offered: readonly ToolDefinition[] | null,
): ToolCandidate[] {
  const rows = new Map(student.tools.map(({ name }, at) => [name, at + 1]));
  const tools =
    offered === null
      ? student.tools.map(({ name }) => ({ name, likeness: 0 }))
      : offered.map((tool) => ({ name: tool.name, likeness: describeLikeness(query, tool) }));
  return [
    { name: null, row: 0, likeness: 0 },
    ...tools.map(({ name, likeness }) => ({ name, row: rows.get(name) ?? null, likeness })),
  ];
}

/** The candidates with their probabilities, likeliest first. */
export function rankTools(student: Student, query: EncodedQuery, candidates: readonly ToolCandidate[]): ChosenTool[] {
  const probabilities = softmax(logitsOf(student, hiddenLayer(student.weights, query.bag), candidates));
  return candidates
    .map(({ name }, at) => ({ name, probability: probabilities[at] as number }))
    .sort((a, b) => b.probability - a.probability);
}

/** Adds the gradient of choosing the gold candidate, and gives the loss. */
export function learnTool(
  student: Student,
  query: EncodedQuery,
  candidates: readonly ToolCandidate[],
  gold: number,
): number {
  const { weights } = student;
  const hidden = hiddenLayer(weights, query.bag);
  const { loss, gradient } = softmaxLoss(logitsOf(student, hidden, candidates), [gold]);
  const trained = [...candidates.entries()].filter(([, { row }]) => row !== null);
  backpropagate(
    weights,
    query.bag,
    hidden,
    trained.map(([, { row }]) => row ?? 0),
    trained.map(([at]) => gradient[at] as number),
  );
  touchRow(weights.similarity, 0);
  const slopes = weights.similarity.gradient;
  for (const [at, { likeness }] of candidates.entries()) {
    slopes[0] = (slopes[0] as number) + (gradient[at] as number) * likeness;
  }
  return loss;
}

/** The loss of choosing the gold candidate. */
export function toolLoss(
  student: Student,
  query: EncodedQuery,
  candidates: readonly ToolCandidate[],
  gold: number,
): number {
  const hidden = hiddenLayer(student.weights, query.bag);
  return softmaxLoss(logitsOf(student, hidden, candidates), [gold]).loss;
}

function logitsOf({ weights }: Student, hidden: Float64Array, candidates: readonly ToolCandidate[]): number[] {
  const scale = weights.similarity.values[0] as number;
  return candidates.map(
    ({ row, likeness }) => scale * likeness + (row === null ? 0 : classLogit(weights, hidden, row)),
  );
}
