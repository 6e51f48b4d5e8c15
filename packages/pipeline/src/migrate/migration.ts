import type { PlannedTool, SplitName, ToolSpec } from '@imaginarium/contracts';
import type { ArgumentRename } from './argument-places.ts';

/** An example that leaves the pool in a round because of what became of its tool. */
export interface MigrationRemoval {
  readonly stage: 'migration';
  readonly id: string;
  /** As it was called before; null for a no-call example. */
  readonly tool: string | null;
  readonly split: SplitName;
  readonly query: string;
  readonly reason: string;
}

/** A tool before and after, and how calls of the one become calls of the other. */
export interface CarriedTool {
  readonly planned: PlannedTool;
  readonly was: ToolSpec;
  readonly is: ToolSpec;
  readonly renames: readonly ArgumentRename[];
}

/** Tools that are kept or migrated, by the name that they had. */
export function carriedTools(
  plan: readonly PlannedTool[],
  toolsBefore: readonly ToolSpec[],
  toolsAfter: readonly ToolSpec[],
): Map<string, CarriedTool> {
  const [was, is] = [byName(toolsBefore), byName(toolsAfter)];
  const carried = new Map<string, CarriedTool>();
  for (const planned of plan) {
    if (planned.action !== 'keep' && planned.action !== 'migrate') continue;
    const [old, now] = [was.get(planned.before ?? ''), is.get(planned.tool)];
    if (old === undefined || now === undefined) continue;
    const renames = planned.differences.filter((difference) => difference.what === 'argument-renamed');
    carried.set(old.name, { planned, was: old, is: now, renames });
  }
  return carried;
}

/** Why nothing of a tool is carried over, by its name before. */
export function whyNotCarried(plan: readonly PlannedTool[], tool: string | null): string {
  const planned = plan.find(({ before }) => before === tool);
  if (planned === undefined) return `the tool ${tool} is not in the plan`;
  return `${planned.action === 'drop' ? 'its tool left' : 'its tool is explored again'}: ${planned.reason}`;
}

const byName = (tools: readonly ToolSpec[]) => new Map(tools.map((tool) => [tool.name, tool]));
