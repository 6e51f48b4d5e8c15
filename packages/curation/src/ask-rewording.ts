import type { Place, ToolSpec } from '@imaginarium/contracts';
import { z } from 'zod';
import { definitionOf } from './judge-trial.ts';
import { REWORDING_SYSTEM, rewordingPrompt } from './prompts/rewording-prompt.ts';
import { type Answer, askStructured, type RowModel } from './row-model.ts';

export interface RewordingQuestion {
  readonly tool: ToolSpec;
  /** The seed's query. */
  readonly query: string;
  readonly rewording: string;
  readonly arguments: unknown;
  /** JSON pointers to the arguments to look at hardest. */
  readonly doubtful: readonly string[];
  readonly place: Place;
}

const verdictSchema = z.object({ same: z.boolean(), reason: z.string() });
export type RewordingVerdict = z.infer<typeof verdictSchema>;

/** Asks the judge whether a rewording asks for the same as its seed, and so may inherit the seed's call and answer. */
export async function askRewording(
  { place, tool, doubtful, ...question }: RewordingQuestion,
  { model, attempts }: { readonly model: RowModel; readonly attempts: number },
): Promise<Answer<RewordingVerdict>> {
  return askStructured(model, {
    request: { purpose: 'judge', place, temperature: 0 },
    system: REWORDING_SYSTEM,
    user: rewordingPrompt({ tool: definitionOf(tool), ...question, doubtful: [...doubtful] }),
    name: 'rewording',
    schema: verdictSchema,
    attempts,
  });
}
