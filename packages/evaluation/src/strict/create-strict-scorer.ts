import type { ArgumentProblem, Miss, Prediction, PredictionHeader, Verdict } from '@imaginarium/contracts';
import type { Scorer } from '../scorer.ts';
import { createToolNames } from '../tool-names.ts';
import { matchCalls } from './match-calls.ts';
import { readCalls } from './read-calls.ts';

export interface StrictScorerOptions {
  readonly header: Pick<PredictionHeader, 'protocol' | 'tools'>;
}

/**
 * Scores by what a client could execute: well-formed calls only (`readCalls`), exact names of tools, arguments by the
 * tool's schema (`compareArguments`). Asks no model, uses no cached verdict, never throws for a reply.
 *
 * - One wanted call: the first well-formed call decides, later ones do not count.
 * - Several wanted: all must be made and no other. One too few is `no-call` (or `malformed`, when that is why), one too
 *   many `unwanted-call`; the tools match when all do.
 * - None wanted: any well-formed call is `unwanted-call`, an attempt at one `malformed`.
 * - Where only a value of the gold's `accepted` makes the arguments right, `decidedBy` is `dispute`.
 */
export function createStrictScorer({ header }: StrictScorerOptions): Scorer {
  const names = createToolNames(header.tools);
  const tools = new Map(header.tools.map((tool) => [tool.name, tool]));

  function score({ item, repetition, message }: Prediction): Verdict {
    const base = {
      itemId: item.id,
      repetition,
      profile: 'strict',
      tool: item.tool,
      isWellformed: false,
      isToolMatch: false,
      isCorrect: false,
      calledTool: null,
      decidedBy: null,
    } as const;
    if (message === null) return { ...base, miss: 'no-reply' };
    const read = readCalls(message, header.protocol);
    const calls = read.calls.map((call) => ({ ...call, tool: names(call.name) ?? call.name }));
    const [first] = calls;
    if (item.calls.length === 0) {
      if (first) return { ...base, isWellformed: true, miss: 'unwanted-call', calledTool: first.tool };
      if (read.malformed !== undefined) return { ...base, miss: 'malformed' };
      return { ...base, isWellformed: true, isToolMatch: true, isCorrect: true, miss: null };
    }
    if (!first) return { ...base, miss: read.malformed === undefined ? 'no-call' : 'malformed' };
    const { areToolsRight, problems, isByAccepted } = matchCalls(item, calls, tools);
    const called = { ...base, isWellformed: true, isToolMatch: areToolsRight, calledTool: first.tool };
    if (!areToolsRight) {
      const tooFew = read.malformed === undefined ? 'no-call' : 'malformed';
      if (calls.length < item.calls.length) return { ...called, miss: tooFew };
      const areTooMany = item.calls.length > 1 && calls.length > item.calls.length;
      return { ...called, miss: areTooMany ? 'unwanted-call' : 'wrong-tool' };
    }
    if (problems.length > 0)
      return { ...called, miss: missOf(problems), decidedBy: 'comparison', problems: [...problems] };
    return { ...called, isCorrect: true, miss: null, decidedBy: isByAccepted ? 'dispute' : 'comparison' };
  }

  return { profile: 'strict', score };
}

function missOf(problems: readonly ArgumentProblem[]): Miss {
  const kinds = new Set(problems.map(({ problem }) => problem));
  return kinds.has('missing') ? 'missing-argument' : kinds.has('unexpected') ? 'unexpected-argument' : 'wrong-value';
}
