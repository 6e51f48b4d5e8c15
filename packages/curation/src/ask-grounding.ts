import type { Place, ToolSpec } from '@imaginarium/contracts';
import { z } from 'zod';
import type { GroundedLeaf } from './ground-arguments.ts';
import { definitionOf } from './judge-trial.ts';
import { GROUNDING_SYSTEM, groundingPrompt } from './prompts/grounding-prompt.ts';
import { type Answer, askStructured, type RowModel } from './row-model.ts';

export interface GroundingQuestion {
  readonly tool: ToolSpec;
  readonly query: string;
  readonly arguments: unknown;
  readonly leaves: readonly GroundedLeaf[];
  readonly place: Place;
}

/** Asks the judge which of some values can be derived from the query: one answer a leaf, in order. */
export async function askGrounding(
  question: GroundingQuestion,
  { model, attempts }: { readonly model: RowModel; readonly attempts: number },
): Promise<Answer<boolean[]>> {
  const { tool, query, leaves, place } = question;
  const answer = await askStructured(model, {
    request: { purpose: 'judge', place, temperature: 0 },
    system: GROUNDING_SYSTEM,
    user: groundingPrompt({
      tool: definitionOf(tool),
      query,
      arguments: question.arguments,
      values: leaves.map(({ leaf }) => ({ path: leaf.path, value: leaf.value })),
    }),
    name: 'grounding',
    schema: z.object({ derivable: z.array(z.boolean()).length(leaves.length) }),
    attempts,
  });
  return answer.ok ? { ok: true, value: answer.value.derivable } : answer;
}
