import { type Judgement, judgementSchema, type ToolDefinition, type ToolSpec } from '@imaginarium/contracts';
import type { Candidate } from './candidate.ts';
import { JUDGE_SYSTEM, judgePrompt } from './prompts/judge-prompt.ts';
import { type Answer, askStructured, type RowModel } from './row-model.ts';

/**
 * Asks the judge its three questions about one whole trial, every call and observation shown (method §2).
 * An unreadable reply is asked again, up to `attempts` times in all; there is no default verdict.
 */
export async function judgeTrial(
  candidate: Candidate,
  { model, attempts }: { readonly model: RowModel; readonly attempts: number },
): Promise<Answer<Judgement>> {
  const { trial, tool, query, answer } = candidate;
  return askStructured(model, {
    request: {
      purpose: 'judge',
      place: {
        tool: trial.tool,
        episode: trial.episode,
        trial: trial.trial,
        item: trial.id,
        step: 'judge',
        ordinal: 0,
      },
      temperature: 0,
    },
    system: JUDGE_SYSTEM,
    user: judgePrompt({ tool: definitionOf(tool), query, steps: trial.attempts, answer }),
    name: 'judgement',
    schema: judgementSchema,
    attempts,
  });
}

/** Why a judged trial is removed, or undefined when all three answers are yes. */
export function judgementReason({ informative, faithful, appropriate, reason }: Judgement): string | undefined {
  const failed = Object.entries({ informative, faithful, appropriate }).flatMap(([name, is]) => (is ? [] : [name]));
  return failed.length === 0 ? undefined : `not ${failed.join(', not ')}: ${reason}`;
}

export function definitionOf({ name, description, parameters }: ToolSpec): ToolDefinition {
  return { name, description, parameters };
}
