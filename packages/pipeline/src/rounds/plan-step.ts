import {
  hashOf,
  ImaginariumError,
  type PlannedTool,
  type PoolExample,
  type Round,
  type ToolSpec,
} from '@imaginarium/contracts';
import { writeJsonl } from '@imaginarium/storage';
import { planMigration } from '../migrate/plan-migration.ts';
import { outputOf } from '../stages/output-of.ts';
import { chooseTools, readSources } from './choose-tools.ts';
import { type RoundContext, readBefore } from './round-context.ts';
import { ROUND_FILES, roundPath } from './round-paths.ts';
import { type StepOutcome, saveRound } from './run-step.ts';

/** The tools of a round and what is to be done about each. */
export interface PlannedTools {
  readonly specs: readonly ToolSpec[];
  readonly tools: readonly PlannedTool[];
}

/**
 * Compares what the sources hold now with the tools of the round before.
 *
 * @throws ImaginariumError `input/nothing-new` where nothing is new, changed or gone; what a source's importer throws
 */
export async function planTools(
  context: Pick<RoundContext, 'config' | 'project' | 'environment' | 'earlier'>,
): Promise<PlannedTools> {
  const { config, project, environment, earlier } = context;
  const added = earlier.filter(({ kind }) => kind === 'add').length;
  refuseUsedUp(config.batches, added);
  const specs = chooseTools(await readSources(config, project, environment), config.batches, added + 1).map(
    ({ spec }) => spec,
  );
  const before = await readBefore(context);
  const { tools } = planMigration({ before: before.tools, after: specs, examples: before.examples });
  if (tools.every(({ action }) => action === 'keep')) throw nothingNew(earlier.at(-1));
  return { specs, tools };
}

/** The same tools once more: a round that improves on the one before. */
export async function planImprovedTools(context: Pick<RoundContext, 'project' | 'earlier'>): Promise<PlannedTools> {
  const { tools: specs } = await readBefore(context);
  return {
    specs,
    tools: specs.map(({ name, version }) => ({
      ...{ tool: name, before: name, version, action: 'keep', differences: [] },
      reason: 'the round improves on what the tools are',
    })),
  };
}

export function planStepKey({ tools, specs }: PlannedTools, targets: Round['targets']): string {
  return hashOf({ tools, versions: specs.map(({ version }) => version), targets });
}

/** Writes down what the round is about, and the queries that it must not train on. */
export async function planStep(context: RoundContext, { tools, specs }: PlannedTools): Promise<StepOutcome> {
  const { folder } = context;
  await saveRound(context, { tools: [...tools] });
  const held = heldOut((await readBefore(context)).examples);
  const files = [
    outputOf(ROUND_FILES.tools, await writeJsonl(roundPath(folder, 'tools'), specs)),
    outputOf(ROUND_FILES.heldOut, await writeJsonl(roundPath(folder, 'heldOut'), held)),
  ];
  const counts: Record<string, number> = {};
  for (const { action } of tools) counts[action] = (counts[action] ?? 0) + 1;
  return { outputs: files, counts };
}

function heldOut(examples: readonly PoolExample[]): { readonly id: string; readonly query: string }[] {
  return examples.filter(({ split }) => split !== 'train').map(({ id, query }) => ({ id, query }));
}

function refuseUsedUp(batches: readonly (readonly string[])[] | undefined, added: number): void {
  if (batches === undefined || added < batches.length) return;
  throw new ImaginariumError({
    code: 'input/nothing-new',
    message: `All ${batches.length} batches of project.yaml have had their round.`,
    hint: 'Add a batch; imaginarium round improve works on what the last round got wrong.',
  });
}

function nothingNew(last: Round | undefined): ImaginariumError {
  return new ImaginariumError({
    code: 'input/nothing-new',
    message: `No tool is new, changed or gone since round ${last?.number ?? 0}.`,
    hint: 'Add tools to project.yaml, or with --from SOURCE; imaginarium round improve works on what the last round got wrong.',
  });
}
