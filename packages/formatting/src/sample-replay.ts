import { type PoolExample, sha256 } from '@imaginarium/contracts';
import { drawShares, type Share } from './draw-shares.ts';
import type { ReplayConfig } from './replay-config.ts';

type Rows<T> = Iterable<T> | AsyncIterable<T>;

/** An example of an earlier round that is trained on again. */
export interface ReplayedExample {
  readonly example: PoolExample;
  /** Why it is there, for a person: `replay of round 2: per tool, 3 of 28 of convert_units`. */
  readonly reason: string;
}

export interface ReplayRequest {
  /** Examples of earlier rounds. Called twice; must give the same rows in the same order. */
  readonly examples: () => Rows<PoolExample>;
  readonly config: ReplayConfig;
  readonly seed: string | number;
  /**
   * For `hardest-forgotten`: how much of the budget a tool is to have, relative to the others: not negative, larger for those that lost
   * most. A tool that is absent gets the mean of those given; queries that need no tool have the name ''.
   */
  readonly weights?: ReadonlyMap<string, number>;
  /** Tokens of an example, for a budget of tokens (see `exampleTokens`). */
  readonly tokensOf?: (example: PoolExample) => number;
  /** What a round is called in reasons. @default `round 2` */
  readonly nameOf?: (round: number) => string;
}

interface Candidate {
  /** Place among the examples. */
  readonly at: number;
  readonly round: number;
  readonly tool: string;
  /** Decides who is drawn: the least of a group are. */
  readonly rank: number;
  /** Of the budget: 1 for a record, or its tokens. */
  readonly cost: number;
}

const DEFAULT_RATIO = 0.1;

/**
 * Draws examples of earlier rounds to be trained on again (method §2, continual learning), from the train split alone and without
 * repeating one. A ratio counts what each earlier round's training set holds, rounded up.
 *
 * - `uniform`: each example with the same chance (the paper's);
 * - `per-tool`: the ratio of each tool's examples, rounded up; a budget is shared by how much each tool has;
 * - `hardest-forgotten`: as many as `uniform` takes, or a budget, shared by `weights`;
 *
 * and wherever a budget is shared, every tool has one example while it lasts, and what a tool cannot fill goes to the others. Who is drawn
 * depends on seed, round and id alone, not on the order of the rows. Gives the draw in the order of the examples. Memory: a few
 * numbers an example, and the draw.
 *
 * @throws TypeError when the config asks for weights or tokens and they are not given; RangeError for a weight below 0 or not finite
 */
export async function sampleReplay(request: ReplayRequest): Promise<ReplayedExample[]> {
  if (request.config.sampler === 'none') return [];
  const candidates = await readCandidates(request);
  const reasons = explain(drawCandidates(candidates, request), candidates, request);
  const drawn: ReplayedExample[] = [];
  let at = 0;
  for await (const example of request.examples()) {
    const reason = reasons.get(at++);
    if (reason !== undefined) drawn.push({ example, reason });
  }
  return drawn;
}

/** In the order of the draw. */
async function readCandidates({ examples, config, seed, tokensOf }: ReplayRequest): Promise<Candidate[]> {
  if (config.tokens !== undefined && tokensOf === undefined) throw new TypeError('a budget of tokens needs tokensOf');
  const candidates: Candidate[] = [];
  let at = 0;
  for await (const example of examples()) {
    const { round, id, tool, split } = example;
    if (split === 'train') {
      const rank = Number.parseInt(sha256(`${seed}/replay/${round}/${id}`).slice(0, 13), 16);
      const cost = config.tokens === undefined ? 1 : Math.max(1, tokensOf?.(example) ?? 1);
      candidates.push({ at, round, tool: tool ?? '', rank, cost });
    }
    at++;
  }
  return candidates.sort((one, other) => one.rank - other.rank);
}

function drawCandidates(candidates: readonly Candidate[], { config, weights }: ReplayRequest): Candidate[] {
  const { sampler, ratio = DEFAULT_RATIO } = config;
  const budget = config.records ?? config.tokens;
  const shareOf = (items: readonly Candidate[]) => Math.ceil(items.length * ratio - 1e-9);
  const byRound = [...groupBy(candidates, ({ round }) => round).values()];
  const byTool = groupBy(candidates, ({ tool }) => tool);
  if (sampler === 'uniform')
    return budget === undefined
      ? byRound.flatMap((items) => items.slice(0, shareOf(items)))
      : drawShares([{ items: candidates, weight: 1 }], budget);
  if (sampler === 'per-tool') {
    if (budget === undefined) return [...byTool.values()].flatMap((items) => items.slice(0, shareOf(items)));
    return drawShares(
      [...byTool.values()].map((items) => ({ items, weight: sum(items.map(({ cost }) => cost)) })),
      budget,
    );
  }
  return drawShares(weigh(byTool, weights), budget ?? sum(byRound.map(shareOf)));
}

function weigh(
  byTool: ReadonlyMap<string, readonly Candidate[]>,
  weights: ReadonlyMap<string, number> | undefined,
): Share<Candidate>[] {
  if (weights === undefined) throw new TypeError('hardest-forgotten needs weights');
  for (const [tool, weight] of weights)
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) throw new RangeError(`the weight of ${tool} is ${weight}`);
  const mean = weights.size === 0 ? 1 : sum([...weights.values()]) / weights.size;
  return [...byTool].map(([tool, items]) => ({ items, weight: weights.get(tool) ?? mean }));
}

/** Why each is drawn, by its place. */
function explain(
  drawn: readonly Candidate[],
  candidates: readonly Candidate[],
  { config, weights, nameOf = (round) => `round ${round}` }: ReplayRequest,
): Map<number, string> {
  const had = groupBy(candidates, ({ tool }) => tool);
  const taken = groupBy(drawn, ({ tool }) => tool);
  const ofTool = (tool: string) =>
    `${taken.get(tool)?.length} of ${had.get(tool)?.length} of ${tool === '' ? 'the queries without a tool' : tool}`;
  const wayOf = (tool: string): string => {
    if (config.sampler === 'uniform') return `uniform, ${amountOf(config)}`;
    if (config.sampler === 'per-tool') return `per tool, ${ofTool(tool)}`;
    const weight = weights?.get(tool);
    return `hardest forgotten, ${ofTool(tool)} (weight ${weight === undefined ? 'unknown: the mean' : rounded(weight)})`;
  };
  return new Map(drawn.map(({ at, round, tool }) => [at, `replay of ${nameOf(round)}: ${wayOf(tool)}`]));
}

function amountOf({ ratio = DEFAULT_RATIO, records, tokens }: ReplayConfig): string {
  if (records !== undefined) return `${records} examples of all earlier rounds`;
  return tokens === undefined ? `${rounded(ratio * 100)} %` : `${tokens} tokens of all earlier rounds`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function groupBy<K>(candidates: readonly Candidate[], keyOf: (candidate: Candidate) => K): Map<K, Candidate[]> {
  const groups = new Map<K, Candidate[]>();
  for (const candidate of candidates) {
    const group = groups.get(keyOf(candidate));
    if (group === undefined) groups.set(keyOf(candidate), [candidate]);
    else group.push(candidate);
  }
  return groups;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
