import type { PlannedTool, PoolExample, ToolSpec } from '@imaginarium/contracts';
import { enoughLeft } from './enough-left.ts';
import { type Migration, migrateExamples } from './migrate-examples.ts';
import { planTools } from './plan-tools.ts';

/**
 * The plan of a round's tools, and its examples carried over to them: a tool of which too few stay (see `enoughLeft`) is explored
 * again, and all its examples leave. Pure.
 *
 * @param share see `enoughLeft`. @default 0.5
 */
export function planMigration({
  before,
  after,
  examples,
  share,
}: {
  readonly before: readonly ToolSpec[];
  readonly after: readonly ToolSpec[];
  readonly examples: readonly PoolExample[];
  readonly share?: number;
}): Migration & { readonly tools: PlannedTool[] } {
  const carry = (plan: readonly PlannedTool[]) =>
    migrateExamples({ examples, plan, toolsBefore: before, toolsAfter: after });
  const plan = planTools(before, after);
  const first = carry(plan);
  const tools = enoughLeft(plan, { before: examples, kept: first.kept, share });
  const isSettled = tools.every(({ action }, at) => action === plan[at]?.action);
  return { tools, ...(isSettled ? first : carry(tools)) };
}
