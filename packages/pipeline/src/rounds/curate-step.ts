import { resolve } from 'node:path';
import { hashOf } from '@imaginarium/contracts';
import { readManifest } from '@imaginarium/storage';
import { openRun } from '../open-run.ts';
import { run } from '../run.ts';
import { identityOf } from '../run-purposes.ts';
import { hashInput } from '../stages/curate-stage.ts';
import { insideRound } from './explore-step.ts';
import { gatherPool } from './gather-pool.ts';
import type { RoundContext, RoundData } from './round-context.ts';
import { ROUND_FILES, roundPath } from './round-paths.ts';
import { exploredSources, exploredTools, runConfigOf } from './round-run.ts';
import type { StepOutcome } from './run-step.ts';
import { spentOn } from './spent.ts';

export async function curateStepKey(context: RoundData): Promise<string> {
  const { config, project, environment, round, earlier } = context;
  const { seed, curation, models, removedTools } = config;
  return hashOf({
    ...{ version: environment.version, seed, curation, removedTools, tools: round.tools },
    models: (['judge', 'paraphrase', 'imagine', 'solve'] as const).map((purpose) => identityOf(models, purpose)),
    trials: round.steps.explore?.outputs.map(({ sha256 }) => sha256) ?? [],
    pool: earlier.at(-1)?.steps.curate?.outputs.find(({ path }) => path === ROUND_FILES.examples)?.sha256 ?? null,
    contaminants: await Promise.all(curation.decontaminate.map((file) => hashInput(resolve(project, file)))),
  });
}

/** Makes examples of the round's trials, and the pool with them. */
export async function curateStep(context: RoundContext): Promise<StepOutcome> {
  const { config, round, environment, folder } = context;
  const stage =
    exploredTools(round).size > 0
      ? (await run(runConfigOf(context, await exploredSources(context)), ['curate'], environment)).manifest.stages
          .curate
      : undefined;
  const pool = await gatherPool(context, async () => {
    const sources = (await hasRun(context)) ? await exploredSources(context) : config.tools;
    return openRun(runConfigOf(context, sources), environment);
  });
  return {
    outputs: [...insideRound(stage?.outputs ?? []), ...pool.outputs],
    counts: { ...stage?.counts, ...pool.counts },
    ...((await hasRun(context)) ? await spentOn(roundPath(folder, 'run'), round.steps.explore) : {}),
  };
}

/** Whether the run of a round has been begun. */
async function hasRun({ folder }: RoundContext): Promise<boolean> {
  return readManifest(roundPath(folder, 'run')).then(
    () => true,
    () => false,
  );
}
