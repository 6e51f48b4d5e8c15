import type {
  Example,
  ImprovementResult,
  ImprovementTarget,
  JournalEntry,
  Place,
  Profile,
  ToolSpec,
  Trial,
  Verdict,
} from '@imaginarium/contracts';
import { type MissTarget, missTargets, targetKey } from './miss-targets.ts';

export interface ImprovementAccount {
  readonly targets: readonly ImprovementTarget[];
  /** As the targets were planned for. */
  readonly tools: readonly ToolSpec[];
  /** Of the targeted run, as its files have them (ids without the round). */
  readonly trials: readonly Trial[];
  readonly examples: readonly Example[];
  readonly journalEntries: Iterable<JournalEntry>;
  /** Of the evaluation that the targets were planned from. */
  readonly verdictsBefore: readonly Verdict[];
  /** Null before the round is evaluated. */
  readonly verdictsAfter: readonly Verdict[] | null;
  readonly profile: Profile;
}

/**
 * What each target's share of the money bought: every call that was paid for its trials, from imagining to the last rewording
 * (no-call queries near it, for over-calling), the examples that came of them, and the test items that changed. Calls that
 * belong to no target (the run's other no-call queries) stand in no line.
 *
 * An item counts as right when all its repetitions are, as missed in a target's way when any is; only items that both
 * evaluations asked count. One item may be missed in several ways and so be fixed for several targets. These are counts, not
 * proof: items that were missed were picked for it, and some come right by chance alone, as some right ones go wrong.
 */
export function accountImprovement(account: ImprovementAccount): ImprovementResult[] {
  const { targets, trials, examples, journalEntries, verdictsBefore, verdictsAfter, profile } = account;
  const rows = new Map(trials.flatMap(({ id, tool, focus }) => (focus ? [[id, targetKey({ tool, ...focus })]] : [])));
  const keyOfRow = (row: string): string | undefined => {
    const near = /^no-call\/([^/]+)\/\d+$/.exec(row)?.[1];
    return near === undefined ? rows.get(row) : targetKey({ kind: 'over-calling', tool: near });
  };
  const paid = new Map<string, { calls: number; cost: number | null }>();
  for (const entry of journalEntries) {
    const key = entry.kind === 'model' ? keyOfRow(rowOf(entry.place)) : undefined;
    if (key === undefined || entry.kind !== 'model') continue;
    const sum = paid.get(key) ?? { calls: 0, cost: 0 };
    const cost = sum.cost === null || entry.cost === null ? null : sum.cost + entry.cost;
    paid.set(key, { calls: sum.calls + 1, cost });
  }
  const kept = new Map<string, number>();
  for (const { seedId } of examples) {
    const key = keyOfRow(seedId);
    if (key !== undefined) kept.set(key, (kept.get(key) ?? 0) + 1);
  }
  const before = byItem(verdictsBefore, profile);
  const after = verdictsAfter && byItem(verdictsAfter, profile);
  const tools = new Map(account.tools.map((tool) => [tool.name, tool]));
  return targets.map((target) => {
    const key = targetKey(target);
    const change = after && countChanges(target, tools, before, after);
    return {
      target,
      ...(paid.get(key) ?? { calls: 0, cost: 0 }),
      examples: kept.get(key) ?? 0,
      fixed: change?.fixed ?? null,
      broken: change?.broken ?? null,
    };
  });
}

/** The trial or no-call row that a call was made for; of a rewording (`SEED~…`) the seed. */
function rowOf({ item, tool, episode, trial }: Place): string {
  return item === undefined ? `${tool}/${episode}/${trial}` : (item.split('~')[0] ?? '');
}

type Items = ReadonlyMap<string, readonly Verdict[]>;

function byItem(verdicts: readonly Verdict[], profile: Profile): Items {
  const items = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    if (verdict.profile !== profile) continue;
    const repetitions = items.get(verdict.itemId);
    if (repetitions) repetitions.push(verdict);
    else items.set(verdict.itemId, [verdict]);
  }
  return items;
}

function countChanges(
  target: MissTarget,
  tools: ReadonlyMap<string, ToolSpec>,
  before: Items,
  after: Items,
): { fixed: number; broken: number } {
  const key = targetKey(target);
  const own = new Set([target.tool, ...(target.other === undefined ? [] : [target.other])]);
  const isMissed = (verdict: Verdict) => missTargets(verdict, tools).some((missed) => targetKey(missed) === key);
  const isRight = ({ isCorrect }: Verdict) => isCorrect === true;
  let [fixed, broken] = [0, 0];
  for (const [item, was] of before) {
    const is = after.get(item);
    if (is === undefined) continue;
    if (was.some(isMissed) && is.every(isRight)) fixed++;
    if (own.has(was[0]?.tool ?? '') && was.every(isRight) && is.some(({ isCorrect }) => isCorrect === false)) broken++;
  }
  return { fixed, broken };
}
