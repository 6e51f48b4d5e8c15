import type { ImprovementTarget, Profile, ToolSpec, Verdict } from '@imaginarium/contracts';
import { type MissTarget, missTargets, targetKey } from './miss-targets.ts';
import { shareTrials } from './share-trials.ts';

export interface ImprovementRequest {
  /** Of an evaluation; those of other profiles are passed over. */
  readonly verdicts: readonly Verdict[];
  readonly profile: Profile;
  /** As they are now: what is missed of other tools cannot be explored. */
  readonly tools: readonly ToolSpec[];
  /** Trials in all. */
  readonly trials: number;
  /** Trials of one target at most. @default 40 */
  readonly trialsPerTarget?: number | undefined;
}

/**
 * Turns what went wrong in an evaluation into targets of exploration, the most frequent first: pairs of tools that are taken
 * for each other (both directions in one target), arguments that come out wrong, tools that are called where none serves, and
 * tools that are not called or not legibly. Trials are shared in proportion to the misses, at least one each while they last:
 * a target with none is one that the trials did not reach. Where every target has its most, trials are left over.
 *
 * The misses are those of a test, and what is learned from them must not be the test: a target holds names of tools and of
 * declared arguments and counts, nothing else. No query, gold value or reply of the test reaches a prompt or a record through it.
 */
export function planImprovement(request: ImprovementRequest): ImprovementTarget[] {
  const { verdicts, profile, trials, trialsPerTarget = 40 } = request;
  const tools = new Map(request.tools.map((tool) => [tool.name, tool]));
  const found = new Map<string, Map<string, { target: MissTarget; misses: number }>>();
  for (const verdict of verdicts) {
    if (verdict.profile !== profile) continue;
    for (const target of missTargets(verdict, tools)) {
      const directions = found.get(targetKey(target)) ?? new Map();
      found.set(targetKey(target), directions);
      const direction = directions.get(target.tool) ?? { target, misses: 0 };
      directions.set(target.tool, { target, misses: direction.misses + 1 });
    }
  }
  const counted = [...found].map(([key, directions]) => {
    const ordered = [...directions.values()].sort(
      (one, other) => other.misses - one.misses || (one.target.tool < other.target.tool ? -1 : 1),
    );
    const misses = ordered.reduce((sum, direction) => sum + direction.misses, 0);
    return { key, target: (ordered[0] as { target: MissTarget }).target, misses };
  });
  counted.sort((one, other) => other.misses - one.misses || (one.key < other.key ? -1 : 1));
  const shares = shareTrials(
    counted.map(({ misses }) => misses),
    trials,
    trialsPerTarget,
  );
  return counted.map(({ target, misses }, at) => ({ ...target, misses, trials: shares[at] ?? 0 }));
}
