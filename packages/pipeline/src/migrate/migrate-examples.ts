import type { Attempt, PlannedTool, PoolExample, ToolSpec } from '@imaginarium/contracts';
import { type ArgumentValidator, createArgumentValidator } from '@imaginarium/tools';
import { renamePointer } from './argument-places.ts';
import { carryCall, carryMessages } from './carry-call.ts';
import { type CarriedTool, carriedTools, type MigrationRemoval, whyNotCarried } from './migration.ts';
import { whyUnfit } from './why-unfit.ts';

export interface Migration {
  /** In the order in which they came, under their ids, so that items pair across rounds. */
  readonly kept: PoolExample[];
  readonly removals: MigrationRemoval[];
}

/**
 * Carries examples over to the tools of a plan: names of tools and arguments, versions, paths of grounding. What tools returned
 * and what was answered stays as it was. An example leaves when its tool is gone or explored again, when its call does not
 * fit the new version (see `judgeDifference`), and with the last of the tools that it needs none of. Calls of the trace, wrong ones
 * among them, are renamed and not checked. Pure.
 */
export function migrateExamples({
  examples,
  plan,
  toolsBefore,
  toolsAfter,
}: {
  readonly examples: readonly PoolExample[];
  readonly plan: readonly PlannedTool[];
  readonly toolsBefore: readonly ToolSpec[];
  readonly toolsAfter: readonly ToolSpec[];
}): Migration {
  const carried = carriedTools(plan, toolsBefore, toolsAfter);
  const validate = createArgumentValidator();
  const kept: PoolExample[] = [];
  const removals: MigrationRemoval[] = [];
  for (const example of examples) {
    const outcome =
      example.tool === null ? carryNoCall(example, carried) : carryExample(example, plan, carried, validate);
    if (typeof outcome !== 'string') kept.push(outcome);
    else {
      const { id, tool, split, query } = example;
      removals.push({ stage: 'migration', id, tool, split, query, reason: outcome });
    }
  }
  return { kept, removals };
}

type Carried = ReadonlyMap<string, CarriedTool>;

/** The example under the new version, or why it leaves. */
function carryExample(
  example: PoolExample,
  plan: readonly PlannedTool[],
  carried: Carried,
  validate: ArgumentValidator,
): PoolExample | string {
  const { tool, toolVersion, solution } = example;
  const own = carried.get(tool ?? '');
  if (own === undefined) return whyNotCarried(plan, tool);
  if (toolVersion !== own.was.version) return `it was made for another version of ${tool} than the last round's`;
  if (own.planned.action === 'keep') return example;
  const grounding = example.grounding.map((ground) => ({ ...ground, path: renamePointer(ground.path, own.renames) }));
  for (const call of callsOf(example)) {
    const callee = carried.get(call.name);
    if (callee === undefined) return `it calls ${call.name}: ${whyNotCarried(plan, call.name)}`;
    if (call.arguments === null) return 'its call cannot be read';
    const reason = whyUnfit(call.arguments, callee === own ? grounding : [], callee, validate);
    if (reason !== undefined) return reason;
  }
  return {
    ...example,
    tool: own.is.name,
    toolVersion: own.is.version,
    solution: solution && carryAttempt(solution, carried),
    messages: carryMessages(example.messages, carried),
    trace: carryMessages(example.trace, carried),
    grounding,
    migratedFrom: [...(example.migratedFrom ?? []), own.was.version],
  };
}

/** The calls that are trained. */
function callsOf({ solution, messages }: PoolExample) {
  const written = messages.flatMap((message) => (message.role === 'assistant' ? (message.toolCalls ?? []) : []));
  return solution === null ? written : [solution.call, ...written];
}

export function carryAttempt({ call, observation }: Attempt, carried: Carried): Attempt {
  return { call: carryCall(call, carried), observation };
}

/** A tool that is described otherwise leaves the offer: that it does not serve the query was judged by its old description. */
function carryNoCall(example: PoolExample, carried: Carried): PoolExample | string {
  const { offered } = example;
  if (offered === null) return 'it does not say of which tools it was judged that none serves it';
  const still = offered.flatMap((name) => {
    const tool = carried.get(name);
    return tool === undefined || tool.was.description !== tool.is.description ? [] : [tool.is.name];
  });
  return still.length === 0
    ? 'no tool is left of which it was judged that it does not serve the query'
    : { ...example, offered: still };
}
