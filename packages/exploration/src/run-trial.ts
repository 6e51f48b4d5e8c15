import { ImaginariumError, stopsRun, type Trial } from '@imaginarium/contracts';
import type { ExplorationContext, TrialPlace } from './exploration-context.ts';
import { imagineQuery } from './imagine-query.ts';
import type { LongTermMemory } from './long-term-memory.ts';
import { reflectOnTrial } from './reflect-on-trial.ts';
import type { ResolvedFocus } from './resolve-focus.ts';
import { recallConversation, type ShortTermMemory } from './short-term-memory.ts';
import { solveQuery } from './solve-query.ts';

/**
 * One trial: imagine a query, solve it with real calls, reflect (method §1). What the models do wrong is in the trial.
 *
 * @throws ImaginariumError when the run cannot go on (no budget, no permission, endpoint gone, interrupted)
 */
export async function runTrial(
  context: ExplorationContext,
  place: TrialPlace,
  memory: { readonly longTerm: LongTermMemory; readonly shortTerm: ShortTermMemory },
  focus?: ResolvedFocus,
): Promise<Trial> {
  const { tool, config } = context;
  const blank: Trial = {
    id: `${tool.name}/${place.episode}/${place.trial}`,
    tool: tool.name,
    toolVersion: tool.version,
    ...place,
    ...(focus && { focus: focus.focus }),
    query: null,
    rejectedQueries: [],
    messages: [],
    attempts: [],
    answer: null,
    outcome: 'no-query',
    reflection: null,
  };
  let trial = blank;
  try {
    const { query, rejected } = await imagineQuery(context, place, memory, focus?.material);
    trial = { ...trial, query, rejectedQueries: rejected };
    if (query === null) return trial;
    const remembered = config.shortTermMemory ? recallConversation(memory.shortTerm, config.contextCharacters) : [];
    const rival = focus?.material?.kind === 'confused-pair' ? focus.material.rival : undefined;
    const solution = await solveQuery(context, place, query, remembered, rival);
    trial = { ...trial, ...solution, outcome: solution.answer === null ? 'exhausted' : 'finished' };
    if (!config.reflection) return trial;
    return { ...trial, reflection: await reflectOnTrial(context, place, [...remembered, ...solution.messages]) };
  } catch (error) {
    if (!(error instanceof ImaginariumError) || stopsRun(error)) throw error;
    return { ...trial, outcome: 'failed', failure: { code: error.code, message: error.message } };
  }
}
