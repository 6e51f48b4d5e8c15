import type { Example, Removal, ToolSpec } from '@imaginarium/contracts';
import { z } from 'zod';
import type { CurationConfig } from './curation-config.ts';
import { definitionOf } from './judge-trial.ts';
import { nearestTools } from './nearest-tools.ts';
import { NO_CALL_JUDGE_SYSTEM, NO_CALL_SOLVE_SYSTEM, noCallJudgePrompt } from './prompts/no-call-prompt.ts';
import { askStructured, type RowModel } from './row-model.ts';

/** Tools that the judge is shown at most. */
const JUDGED_TOOLS = 64;

const noCallJudgementSchema = z.object({ served: z.boolean(), helpful: z.boolean(), reason: z.string() });

/** A query that no tool serves, with its answer. */
export interface NoCallRow {
  readonly id: string;
  readonly tool: null;
  readonly query: string;
  readonly answer: string;
  /** Names of the tools that the judge was shown. */
  readonly judged: readonly string[];
}

export interface NoCallModels {
  readonly solve: RowModel;
  readonly judge: RowModel;
  readonly config: CurationConfig;
  readonly tools: readonly ToolSpec[];
}

/** Has a query answered with some tools offered, and judged against all; a removal when a call was made, a tool serves it or the answer does not help. */
export async function answerNoCall(
  { id, query, offered }: { readonly id: string; readonly query: string; readonly offered: readonly ToolSpec[] },
  { solve, judge, config, tools }: NoCallModels,
): Promise<NoCallRow | Removal> {
  const solved = await solve.ask({
    purpose: 'solve',
    place: { item: id, step: 'no-call', ordinal: 0 },
    messages: [
      { role: 'system', content: NO_CALL_SOLVE_SYSTEM },
      { role: 'user', content: query },
    ],
    tools: offered.map(definitionOf),
  });
  if (!solved.ok) return noCallRemoval(id, query, solved.reason);
  const { message, finishReason } = solved.value;
  if (message.toolCalls !== undefined || /^\s*Action Input\s*:/m.test(message.content))
    return noCallRemoval(id, query, 'a call was made');
  const answer = message.content.trim();
  if (answer === '' || finishReason === 'length') return noCallRemoval(id, query, 'no whole answer was given');
  const judged = nearestTools(query, tools, offered, JUDGED_TOOLS).map(summaryOf);
  const verdict = await askStructured(judge, {
    request: { purpose: 'judge', place: { item: id, step: 'no-call', ordinal: 0 }, temperature: 0 },
    system: NO_CALL_JUDGE_SYSTEM,
    user: noCallJudgePrompt({ tools: judged, query, answer }),
    name: 'no_call_judgement',
    schema: noCallJudgementSchema,
    attempts: config.judge.attempts,
  });
  if (!verdict.ok) return noCallRemoval(id, query, verdict.reason);
  const { served, helpful, reason } = verdict.value;
  if (served) return noCallRemoval(id, query, `a tool serves it: ${reason}`);
  if (!helpful) return noCallRemoval(id, query, `the answer does not help: ${reason}`);
  return { id, tool: null, query, answer, judged: judged.map(({ name }) => name) };
}

export const summaryOf = ({ name, description }: ToolSpec) => ({ name, description });

export function noCallRemoval(id: string, query: string, reason: string): Removal {
  return { stage: 'no-call', id, tool: null, query, reason };
}

export function buildNoCall({ id, query, answer, judged }: NoCallRow, split: Example['split']): Example {
  return {
    id,
    kind: 'no-call',
    tool: null,
    toolVersion: null,
    trialId: null,
    paraphraseOf: null,
    seedId: id,
    split,
    query,
    solution: null,
    answer,
    messages: [
      { role: 'user', content: query },
      { role: 'assistant', content: answer },
    ],
    trace: [],
    origin: null,
    judgement: null,
    grounding: [],
    offered: [...judged],
  };
}
