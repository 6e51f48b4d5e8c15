import type { Attempt, Grounding, Judgement, ToolSpec, Trial } from '@imaginarium/contracts';
import type { GroundedLeaf } from './ground-arguments.ts';

/** A trial that may become an example. */
export interface Candidate {
  readonly trial: Trial;
  readonly tool: ToolSpec;
  readonly query: string;
  /** The last good call of the trial's own tool, and what came back. */
  readonly solution: Attempt & { readonly call: { readonly arguments: NonNullable<Attempt['call']['arguments']> } };
  /** The attempts before the solution. */
  readonly earlier: readonly Attempt[];
  readonly answer: string;
}

export interface JudgedCandidate extends Candidate {
  /** Null when judging is switched off. */
  readonly judgement: Judgement | null;
}

export interface GroundedCandidate extends JudgedCandidate {
  readonly grounding: readonly GroundedLeaf[];
}

/** The grounding as it is stored. */
export function storedGrounding(grounding: readonly GroundedLeaf[]): Grounding[] {
  return grounding.map(({ path, from }) => ({ path, from }));
}
