import { hashOf, ImaginariumError, type OutputFile } from '@imaginarium/contracts';
import { refuseMissingFiles } from '../refuse-missing-files.ts';
import { run } from '../run.ts';
import { identityOf } from '../run-purposes.ts';
import { keepGeneral } from '../stages/general-source.ts';
import { readSources, sourcesWith } from './choose-tools.ts';
import { aimRun } from './improve-targets.ts';
import { refuseDeniedTools } from './refuse-denied-tools.ts';
import { type RoundContext, type RoundData, readRoundTools } from './round-context.ts';
import { ROUND_FILES, roundPath } from './round-paths.ts';
import { exploredTools, openedTools, runConfigOf } from './round-run.ts';
import type { StepOutcome } from './run-step.ts';
import { spentOn } from './spent.ts';

export function exploreStepKey({ config, environment, round }: RoundData): string {
  const { seed, exploration, execution, models } = config;
  const versions = round.tools.map(({ tool, version, action }) => [tool, version, action]);
  return hashOf({
    ...{ version: environment.version, seed, exploration, execution, versions, targets: round.targets },
    models: (['imagine', 'solve', 'reflect'] as const).map((purpose) => identityOf(models, purpose)),
  });
}

/** Trials of what is new or changed alone; the round's run folder keeps them. */
export async function exploreStep(context: RoundContext): Promise<StepOutcome> {
  const { round, project, config, environment, folder } = context;
  const explored = exploredTools(round);
  // Records are made last: what they are made from must be there before anything is paid for.
  refuseMissingFiles(runConfigOf(context, config.tools), ['curate', 'format']);
  await keepGeneral({ config: config.formatting.general, folder, environment });
  if (explored.size === 0) return { outputs: [], counts: { tools: 0, trials: 0 } };
  const tools = await readSources(config, project, environment);
  await refuseOtherVersions(context, tools);
  const specs = tools.flatMap(({ spec }) => (explored.has(spec.name) ? [spec] : []));
  refuseDeniedTools(specs, config.execution, environment.onEvent);
  const loaded = runConfigOf(context, sourcesWith(config.tools, tools, openedTools(round)));
  await aimRun(context);
  const { manifest } = await run(loaded, ['explore'], environment);
  const { outputs = [], counts = {} } = manifest.stages.explore ?? {};
  return { outputs: insideRound(outputs), counts, ...(await spentOn(roundPath(folder, 'run'), round.steps.curate)) };
}

/** Files of the run, by their path inside the round's folder. */
export function insideRound(outputs: readonly OutputFile[]): OutputFile[] {
  return outputs.map((output) => ({ ...output, path: `${ROUND_FILES.run}/${output.path}` }));
}

/** A round is about the versions that it was planned for. */
async function refuseOtherVersions(
  { folder, round }: RoundContext,
  tools: Awaited<ReturnType<typeof readSources>>,
): Promise<void> {
  const now = new Map(tools.map(({ spec }) => [spec.name, spec.version]));
  const explored = exploredTools(round);
  const other = (await readRoundTools(folder)).find(
    ({ name, version }) => explored.has(name) && now.get(name) !== version,
  );
  if (other === undefined) return;
  throw new ImaginariumError({
    code: 'input/tools-changed',
    message: `The tool ${other.name} ${now.has(other.name) ? 'has changed' : 'is gone'} since round ${round.number} was planned.`,
    hint: 'imaginarium round add --replan plans it again; what was paid stays paid.',
  });
}
