import type {
  ArgumentProblem,
  DataProblem,
  GoldCall,
  Miss,
  Prediction,
  PredictionHeader,
  TestItem,
  TestTool,
  Verdict,
} from '@imaginarium/contracts';
import { replyText } from '../replies.ts';
import type { ArgumentJudge, ScoreOptions, Scorer } from '../scorer.ts';
import { createClosestName } from './closest-name.ts';
import { type ArgumentMatch, matchArguments } from './match-arguments.ts';
import { ACTION_INPUT, parseSteReply, type SteReply, type WrittenArguments } from './parse-ste-reply.ts';
import { toJsonObject } from './python-text.ts';
import { createStaleGolds } from './stale-golds.ts';

export interface SteScorerOptions {
  readonly header: PredictionHeader;
  /** Asked about arguments that the paper judges by a model, where no verdict was saved. Without it they stay undecided. */
  readonly judge?: ArgumentJudge | undefined;
}

export interface SteScorer extends Scorer {
  /** The items with a stale gold among those scored so far, all by id. */
  problems(): DataProblem[];
}

type CallRead = Pick<Verdict, 'isWellformed' | 'isToolMatch' | 'calledTool'>;
type Decision = Pick<Verdict, 'isCorrect' | 'miss' | 'decidedBy' | 'problems'>;

/**
 * The paper's scoring, to the letter (method §4; arXiv 2403.04746): `parseSteReply` reads the call, a name that no tool of
 * the file has is grounded to the closest one, arguments are compared as text, or judged where `item.isJudged` (the
 * saved verdict if there is one, else `judge`).
 *
 * - A saved comparison that comparing again contradicts counts as saved, so that published figures come out; the item is
 *   named in `problems()` and the verdict says `cached-comparison`. Where a value that a person accepted makes arguments
 *   right, that counts before anything saved (`dispute`).
 * - What the paper does not have: where no call is right, a reply without `Action Input:` (before a final answer) is.
 *   Several native calls in one reply break the rule of exactly one and are malformed. Where several calls are wanted,
 *   the one call of a reply is held against the first, or any one where order is free. A native reply that neither
 *   calls nor writes `Action Input:` is a no-call, though no `Final Answer:` says so.
 */
export function createSteScorer({ header, judge }: SteScorerOptions): SteScorer {
  const names = createNames(header);
  const tools = new Map(header.tools.map((tool) => [tool.name, tool]));
  const staleGolds = createStaleGolds();

  function score(prediction: Prediction, options?: ScoreOptions): Verdict | Promise<Verdict> {
    const { item, message } = prediction;
    if (message === null) return verdictOf(prediction, MALFORMED, missed('no-reply'));
    const text = replyText(message);
    const reply = readReply(text, header);
    if (item.calls.length === 0) return withoutGold(prediction, reply, text, names);
    if (reply.kind === 'no-call') return verdictOf(prediction, MALFORMED, missed('no-call'));
    if (reply.kind === 'error') return verdictOf(prediction, MALFORMED, missed('malformed'));
    const calledTool = names(reply.name);
    const gold = goldFor(item, calledTool, reply.arguments);
    const call = { isWellformed: true, isToolMatch: gold !== undefined, calledTool };
    if (!gold) return verdictOf(prediction, call, missed('wrong-tool'));
    const decision = decide(prediction, reply.arguments, gold, options);
    if (decision instanceof Promise) return decision.then((made) => verdictOf(prediction, call, made));
    return verdictOf(prediction, call, decision);
  }

  function decide(
    prediction: Prediction,
    written: WrittenArguments,
    gold: GoldCall,
    options: ScoreOptions | undefined,
  ): Decision | Promise<Decision> {
    const { item, cached } = prediction;
    const saved = cached?.argumentsCorrect;
    const match = matchArguments(written, gold);
    if (match.isByAccepted) return { isCorrect: true, miss: null, decidedBy: 'dispute' };
    if (!item.isJudged) {
      if (saved === undefined || saved === match.isCorrect) return byComparison(match);
      staleGolds.add(prediction);
      return { isCorrect: saved, miss: saved ? null : missOf(match.problems), decidedBy: 'cached-comparison' };
    }
    const judged = (isCorrect: boolean, decidedBy: 'judge' | 'cached-judge'): Decision => ({
      isCorrect,
      miss: isCorrect ? null : missOf(match.problems),
      decidedBy,
    });
    if (saved !== undefined) return judged(saved, 'cached-judge');
    const undecided = { isCorrect: null, miss: null, decidedBy: null } as const;
    if (!judge) return undecided;
    const question = { item, gold, arguments: toJsonObject(written), tool: tools.get(gold.tool) };
    return judge(question, options).then((verdict) => (verdict === null ? undecided : judged(verdict, 'judge')));
  }

  return { profile: 'ste', score, problems: staleGolds.problems };
}

/** A written name's tool, grounded: its legal name; the name as written where no tool is close at all. */
function createNames({ tools, toolNames }: PredictionHeader): (written: string) => string {
  const known = new Map(tools.map((tool) => [shownName(tool, toolNames), tool.name]));
  const closest = createClosestName([...known.keys()]);
  return (written) => known.get(written) ?? known.get(closest(written) ?? '') ?? written;
}

function shownName(tool: TestTool, toolNames: PredictionHeader['toolNames']): string {
  return toolNames === 'original' ? tool.originalName : tool.name;
}

/** The wanted call that a reply's one call is held against; undefined where none is of its tool. */
function goldFor({ calls, order }: TestItem, calledTool: string, written: WrittenArguments): GoldCall | undefined {
  if (order !== 'any-order') return calls[0]?.tool === calledTool ? calls[0] : undefined;
  const golds = calls.filter(({ tool }) => tool === calledTool);
  return golds.find((gold) => matchArguments(written, gold).isCorrect) ?? golds[0];
}

function readReply(text: string, { protocol }: PredictionHeader): SteReply {
  return protocol === 'native' && !text.includes(ACTION_INPUT) ? { kind: 'no-call' } : parseSteReply(text);
}

function withoutGold(
  prediction: Prediction,
  reply: SteReply,
  text: string,
  names: (written: string) => string,
): Verdict {
  if (reply.kind === 'call') {
    const call = { isWellformed: true, isToolMatch: false, calledTool: names(reply.name) };
    return verdictOf(prediction, call, missed('unwanted-call'));
  }
  if (reply.kind === 'error' && text.includes(ACTION_INPUT))
    return verdictOf(prediction, MALFORMED, missed('malformed'));
  const noCall = { isWellformed: true, isToolMatch: true, calledTool: null };
  return verdictOf(prediction, noCall, { isCorrect: true, miss: null, decidedBy: null });
}

const MALFORMED: CallRead = { isWellformed: false, isToolMatch: false, calledTool: null };

function missed(miss: Miss): Decision {
  return { isCorrect: false, miss, decidedBy: null };
}

function verdictOf({ item, repetition }: Prediction, call: CallRead, decision: Decision): Verdict {
  const verdict: Verdict = {
    itemId: item.id,
    repetition,
    profile: 'ste',
    tool: item.tool,
    isWellformed: call.isWellformed,
    isToolMatch: call.isToolMatch,
    isCorrect: decision.isCorrect,
    miss: decision.miss,
    calledTool: call.calledTool,
    decidedBy: decision.decidedBy,
  };
  return decision.problems ? { ...verdict, problems: decision.problems } : verdict;
}

function byComparison({ isCorrect, problems }: ArgumentMatch): Decision {
  if (isCorrect) return { isCorrect, miss: null, decidedBy: 'comparison' };
  return { isCorrect, miss: missOf(problems), decidedBy: 'comparison', problems: [...problems] };
}

function missOf(problems: readonly ArgumentProblem[]): 'missing-argument' | 'wrong-value' {
  return problems.some(({ problem }) => problem === 'missing') ? 'missing-argument' : 'wrong-value';
}
