import type { PlannedTool, RepairPair, ToolDifference, ToolSpec } from '@imaginarium/contracts';
import { carryAttempt } from './migrate-examples.ts';
import { carriedTools, type MigrationRemoval, whyNotCarried } from './migration.ts';

const WORDS: readonly ToolDifference['what'][] = ['name', 'description', 'argument-description'];

/**
 * Carries repair pairs over where their tool only got another name or other words. After any other change the rejected call
 * might be a good one (its argument was added, its bound is gone), so they leave. Pure.
 */
export function migrateRepairPairs<T extends RepairPair>({
  pairs,
  plan,
  toolsBefore,
  toolsAfter,
}: {
  readonly pairs: readonly T[];
  readonly plan: readonly PlannedTool[];
  readonly toolsBefore: readonly ToolSpec[];
  readonly toolsAfter: readonly ToolSpec[];
}): { readonly kept: T[]; readonly removals: MigrationRemoval[] } {
  const carried = carriedTools(plan, toolsBefore, toolsAfter);
  const kept: T[] = [];
  const removals: MigrationRemoval[] = [];
  for (const pair of pairs) {
    const own = carried.get(pair.tool);
    const { id, tool, split, query } = pair;
    const leave = (reason: string) => removals.push({ stage: 'migration', id, tool, split, query, reason });
    if (own === undefined) leave(whyNotCarried(plan, tool));
    else if (pair.toolVersion !== own.was.version)
      leave(`it was made for another version of ${tool} than the last round's`);
    else if (own.planned.action === 'keep') kept.push(pair);
    else if (own.planned.differences.every(({ what }) => WORDS.includes(what)))
      kept.push({
        ...pair,
        tool: own.is.name,
        toolVersion: own.is.version,
        rejected: carryAttempt(pair.rejected, carried),
        chosen: carryAttempt(pair.chosen, carried),
      });
    else leave(`whether the rejected call is wrong for the new version is not known: ${own.planned.reason}`);
  }
  return { kept, removals };
}
