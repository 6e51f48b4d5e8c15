import type { ArgumentProblem, GoldCall, TestItem, TestTool } from '@imaginarium/contracts';
import { compareArguments } from './compare-arguments.ts';
import type { ReadCall } from './read-reply.ts';

/** A call whose tool was looked up: the legal name, or the name as written where no tool has it. */
export interface NamedCall extends ReadCall {
  readonly tool: string;
}

export interface CallMatch {
  readonly areToolsRight: boolean;
  /** Of the first wanted call whose tool was called with wrong arguments; empty when there is none. */
  readonly problems: readonly ArgumentProblem[];
  /** Whether only a value of `accepted` makes the arguments right. */
  readonly isByAccepted: boolean;
}

/**
 * Holds the calls of a reply against the wanted ones. One wanted call is decided by the first call made. Several are
 * decided by all calls made, as many as wanted: in order, or in any order, where each call may serve one wanted call.
 */
export function matchCalls(
  { calls: golds, order }: Pick<TestItem, 'calls' | 'order'>,
  calls: readonly NamedCall[],
  tools: ReadonlyMap<string, TestTool>,
): CallMatch {
  const made = golds.length === 1 ? calls.slice(0, 1) : calls;
  const compare = (gold: GoldCall, call: NamedCall | undefined, accepted = gold.accepted) =>
    call?.tool === gold.tool
      ? compareArguments(
          { arguments: gold.arguments, ...(accepted && { accepted }) },
          call.arguments,
          tools.get(gold.tool),
        )
      : undefined;
  const isAnyOrder = order === 'any-order' && golds.length > 1;
  const pair = (isRight: (gold: GoldCall, call: NamedCall) => boolean) =>
    isAnyOrder ? assign(golds, made, isRight) : golds.map((_, index) => (index < made.length ? index : undefined));
  const byTool = pair((gold, call) => gold.tool === call.tool);
  const areToolsRight =
    golds.length === made.length && golds.every((gold, index) => made[byTool[index] ?? -1]?.tool === gold.tool);
  const byArguments = pair((gold, call) => compare(gold, call)?.length === 0);
  const left = made.filter((_, index) => !byArguments.includes(index));
  let problems: readonly ArgumentProblem[] = [];
  let isByAccepted = false;
  for (const [index, gold] of golds.entries()) {
    const call = made[byArguments[index] ?? -1] ?? left.find(({ tool }) => tool === gold.tool);
    const found = compare(gold, call) ?? [];
    if (problems.length === 0) problems = found;
    if (gold.accepted && found.length === 0) isByAccepted ||= (compare(gold, call, {}) ?? []).length > 0;
  }
  return { areToolsRight, problems, isByAccepted };
}

/** The index of each wanted call's own call, so that as many as possible have one (augmenting paths; Kuhn, 1955). */
function assign(
  golds: readonly GoldCall[],
  calls: readonly NamedCall[],
  isRight: (gold: GoldCall, call: NamedCall) => boolean,
): (number | undefined)[] {
  const servedBy: (number | undefined)[] = calls.map(() => undefined);
  const edges = golds.map((gold) => calls.flatMap((call, index) => (isRight(gold, call) ? [index] : [])));
  const serve = (gold: number, tried: Set<number>): boolean =>
    (edges[gold] ?? []).some((call) => {
      if (tried.has(call)) return false;
      tried.add(call);
      const other = servedBy[call];
      if (other !== undefined && !serve(other, tried)) return false;
      servedBy[call] = gold;
      return true;
    });
  for (const gold of golds.keys()) serve(gold, new Set());
  return golds.map((_, gold) => {
    const call = servedBy.indexOf(gold);
    return call < 0 ? undefined : call;
  });
}
