import { resolve } from 'node:path';
import type { PlannedTool, PoolExample, Round, ToolSpec } from '@imaginarium/contracts';
import type { Environment } from '../environment.ts';
import { planMigration } from '../migrate/plan-migration.ts';
import { project as projectRun, type RunPlan } from '../plan-run.ts';
import { readLedger } from '../read-run.ts';
import { improvedTargets } from './improve-targets.ts';
import { planImprovedTools, planTools } from './plan-step.ts';
import { readProjectConfig } from './read-project-config.ts';
import { readRounds } from './read-rounds.ts';
import type { ImproveRequest, RoundPlan, RoundRequest } from './round-api.ts';
import { type RoundContext, readBefore, readPool, readRoundTools } from './round-context.ts';
import { roundFolder, roundPath } from './round-paths.ts';
import { exploredTools } from './round-run.ts';
import { trainedFrom } from './train-step.ts';

type Planned = Pick<RoundContext, 'config' | 'project' | 'environment' | 'earlier'>;

/** What `addRound` would do. Asks the tool sources, and nothing else. @throws ImaginariumError as `addRound` */
export async function planRound(folder: string, request: RoundRequest, environment: Environment): Promise<RoundPlan> {
  const { planned, rounds } = await readPlanned(folder, environment);
  const last = rounds.at(-1);
  const open = last?.state === 'open' && request.accept === undefined ? last : undefined;
  const earlier = open ? rounds.slice(0, -1) : rounds;
  const context: Planned = { ...planned, earlier };
  if (open && open.steps.plan?.state === 'done' && !request.isReplanned)
    return planOf(context, open, {
      tools: open.tools,
      specs: await readRoundTools(roundFolder(planned.project, open.number)),
    });
  return planOf(context, open, await planTools(context));
}

/** What `improveRound` would do. @throws ImaginariumError as `improveRound` */
export async function planImproveRound(
  folder: string,
  request: ImproveRequest,
  environment: Environment,
): Promise<RoundPlan> {
  const { planned, rounds } = await readPlanned(folder, environment);
  const targets = await improvedTargets({ ...planned, rounds }, request);
  const context: Planned = { ...planned, earlier: rounds };
  return { ...(await planOf(context, undefined, await planImprovedTools(context), targets)), kind: 'improve' };
}

async function readPlanned(folder: string, environment: Environment) {
  const project = resolve(folder);
  const { config } = await readProjectConfig(project);
  return { planned: { config, project, environment }, rounds: await readRounds(project) };
}

async function planOf(
  context: Planned,
  open: Round | undefined,
  { tools, specs }: { readonly tools: readonly PlannedTool[]; readonly specs: readonly ToolSpec[] },
  targets: Round['targets'] = open?.targets ?? [],
): Promise<RoundPlan> {
  const { config, project, earlier } = context;
  const number = open?.number ?? (earlier.at(-1)?.number ?? 0) + 1;
  const before = await readBefore(context);
  const { kept, removals } = planMigration({ before: before.tools, after: specs, examples: before.examples });
  const explored = exploredTools({ tools: [...tools], targets });
  const migrated = new Set(tools.filter(({ action }) => action === 'migrate').map(({ tool }) => tool));
  const isMigrated = ({ tool }: PoolExample) => tool !== null && migrated.has(tool);
  return {
    number,
    kind: open?.kind ?? 'add',
    isResumed: open !== undefined,
    tools,
    targets,
    run: explored.size > 0 ? await planOfRun(context, number, specs, explored, targets) : null,
    examples: {
      keep: kept.filter((example) => !isMigrated(example)).length,
      migrate: kept.filter(isMigrated).length,
      leave: removals.length,
    },
    training: { endpoint: config.training.to, from: trainedFrom(context) },
    testItems:
      open?.steps.curate?.state === 'done'
        ? (await readPool(roundFolder(project, number))).filter(({ split }) => split === 'test').length
        : kept.filter(({ split }) => split === 'test').length,
  };
}

/** Targeted trials are counted; else each tool has as many as the config says. */
async function planOfRun(
  { config, project }: Planned,
  round: number,
  specs: readonly ToolSpec[],
  explored: ReadonlySet<string>,
  targets: Round['targets'],
): Promise<Omit<RunPlan, 'folder'>> {
  const ledger = await readLedger(roundPath(roundFolder(project, round), 'run'));
  const tools = specs.filter(({ name }) => explored.has(name));
  if (targets.length === 0) return projectRun(config, tools, ledger);
  const trials = targets.reduce((sum, target) => sum + target.trials, 0);
  const exploration = { ...config.exploration, episodes: Math.ceil(trials / config.exploration.trials / tools.length) };
  return projectRun({ ...config, exploration }, tools, ledger);
}
