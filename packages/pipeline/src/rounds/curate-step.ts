import { existsSync } from 'node:fs';
import { exampleSchema, hashOf, type PoolExample, type RepairPair, repairPairSchema } from '@imaginarium/contracts';
import { readJsonl, writeJsonl } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import { planMigration } from '../migrate/plan-migration.ts';
import { run } from '../run.ts';
import { runPath } from '../run-paths.ts';
import { identityOf } from '../run-purposes.ts';
import { outputOf } from '../stages/output-of.ts';
import { hasRun, insideRound, spentOn } from './explore-step.ts';
import { examplesOfRemovedTools } from './removed-tools.ts';
import { type RoundContext, readBefore, readRoundTools } from './round-context.ts';
import { ROUND_FILES, roundPath } from './round-paths.ts';
import { exploredSources, exploredTools, runConfigOf } from './round-run.ts';
import type { StepOutcome } from './run-step.ts';

export async function curateStepKey(context: RoundContext): Promise<string> {
  const { config, environment, round, earlier } = context;
  const { seed, curation, models, removedTools } = config;
  return hashOf({
    ...{ version: environment.version, seed, curation, removedTools, tools: round.tools },
    models: (['judge', 'paraphrase', 'imagine', 'solve'] as const).map((purpose) => identityOf(models, purpose)),
    trials: round.steps.explore?.outputs.map(({ sha256 }) => sha256) ?? [],
    pool: earlier.at(-1)?.steps.curate?.outputs.find(({ path }) => path === ROUND_FILES.examples)?.sha256 ?? null,
  });
}

/**
 * Makes examples of the round's trials and puts them beside those of earlier rounds, each carried over to its tool's version
 * of now. What leaves is in removals.jsonl with its reason.
 */
export async function curateStep(context: RoundContext): Promise<StepOutcome> {
  const { round, environment, folder } = context;
  const folderOfRun = roundPath(folder, 'run');
  const isExplored = exploredTools(round).size > 0;
  const stage = isExplored
    ? (await run(runConfigOf(context, await exploredSources(context)), ['curate'], environment)).manifest.stages.curate
    : undefined;
  const before = await readBefore(context);
  const tools = await readRoundTools(folder);
  const { kept, removals } = planMigration({ before: before.tools, after: tools, examples: before.examples });
  const explored = isExplored ? await ownExamples(folderOfRun, round.number) : [];
  const calls = [...kept, ...explored].filter(({ kind }) => kind === 'call').map(({ query }) => query);
  const removed = await examplesOfRemovedTools(context, tools, before.examples, calls);
  const own = [...explored, ...removed.examples];
  const pairs = isExplored ? await ownRepairPairs(folderOfRun, round.number) : [];
  const left = [...removals, ...removed.removals];
  const outputs = [
    outputOf(ROUND_FILES.examples, await writeJsonl(roundPath(folder, 'examples'), [...kept, ...own])),
    outputOf(ROUND_FILES.removals, await writeJsonl(roundPath(folder, 'removals'), left)),
    outputOf(ROUND_FILES.repairPairs, await writeJsonl(roundPath(folder, 'repairPairs'), pairs)),
  ];
  return {
    outputs: [...insideRound(stage?.outputs ?? []), ...outputs],
    counts: {
      ...stage?.counts,
      pool: kept.length + own.length,
      kept: kept.length,
      own: own.length,
      left: left.length,
    },
    ...((await hasRun(context)) ? await spentOn(folderOfRun, round.steps.explore) : {}),
  };
}

/** Examples of the round's run, under ids that no other round has. */
async function ownExamples(run: string, round: number): Promise<PoolExample[]> {
  const examples = await collect(readJsonl(runPath(run, 'examples'), { schema: exampleSchema }));
  const here = (id: string) => `r${round}/${id}`;
  return examples.map((example) => ({
    ...example,
    id: here(example.id),
    seedId: here(example.seedId),
    paraphraseOf: example.paraphraseOf === null ? null : here(example.paraphraseOf),
    round,
  }));
}

async function ownRepairPairs(run: string, round: number): Promise<RepairPair[]> {
  const path = runPath(run, 'repairPairs');
  if (!existsSync(path)) return [];
  const pairs = await collect(readJsonl(path, { schema: repairPairSchema }));
  return pairs.map((pair) => ({ ...pair, id: `r${round}/${pair.id}`, seedId: `r${round}/${pair.seedId}` }));
}
