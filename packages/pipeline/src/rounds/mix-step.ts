import { existsSync } from 'node:fs';
import { hashOf, type PoolExample, type RepairPair, repairPairSchema } from '@imaginarium/contracts';
import { exampleTokens, type ReplayedExample, sampleReplay } from '@imaginarium/formatting';
import { readJsonl } from '@imaginarium/storage';
import { refuseMixedVersions } from '../migrate/refuse-mixed-versions.ts';
import { withoutHeldOut } from '../stages/format-inputs.ts';
import { withPaths, writeRecordSets } from '../stages/format-records.ts';
import { drawGeneral } from '../stages/general-source.ts';
import { targetFor, trainedTarget } from './mix-targets.ts';
import { readVerdicts } from './read-verdicts.ts';
import { replayWeights } from './replay-weights.ts';
import { type RoundData, readPool, readRoundTools } from './round-context.ts';
import { roundPath } from './round-paths.ts';
import { runName } from './round-run.ts';
import type { StepOutcome } from './run-step.ts';

export function mixStepKey({ config, environment, round, earlier }: RoundData): string {
  const { seed, formatting, replay, training } = config;
  const { sampler } = replay;
  const verdicts = earlier.at(-1)?.steps.evaluate?.outputs.map(({ sha256 }) => sha256) ?? [];
  return hashOf({
    ...{ version: environment.version, seed, formatting, replay, tools: round.tools, models: config.models },
    target: trainedTarget({ training }),
    examples: round.steps.curate?.outputs.map(({ path, sha256 }) => [path, sha256]) ?? [],
    weights: sampler === 'hardest-forgotten' ? verdicts : null,
  });
}

/** Makes the records that the round is trained on: what is new in it, some of what was learned before, general conversations. */
export async function mixStep(context: RoundData): Promise<StepOutcome> {
  const { config, round, folder, project, environment } = context;
  const pool = await readPool(folder);
  const tools = await readRoundTools(folder);
  refuseMixedVersions(pool, tools);
  const isOwn = ownTest(context);
  const own = pool.filter(isOwn);
  const recordConfig = { ...config.formatting, targets: targetFor(config) };
  const replay = await drawReplay(context, pool, (example) => !isOwn(example));
  const general = await drawGeneral({
    ...{ config: config.formatting.general, configFolder: project, folder, seed: config.seed, environment },
    trainExamples: own.filter(({ split }) => split === 'train').length,
  });
  const written = await writeRecordSets({
    ...{ folder, tools, seed: config.seed, config: recordConfig, configFolder: project, environment },
    examples: () => own,
    repairPairs: () => readPairs(roundPath(folder, 'repairPairs')),
    replay: { ...replay, tools: [] },
    general: general.records,
    name: runName(config.name, round.number),
    models: config.models,
  });
  const target = trainedTarget(config);
  const train = written.counts[`${target}/${config.training.method === 'dpo' ? 'preference' : 'train'}`] ?? 0;
  return {
    outputs: [...general.outputs, ...written.outputs],
    counts: {
      ...written.counts,
      ...{ train, own: own.filter(({ split }) => split === 'train').length },
      ...{ replayed: replay.examples.length, general: general.records.length },
    },
  };
}

/** What is new in a round: its own exploration, and what it carried over to a new version of a tool. */
export function ownTest({ round }: Pick<RoundData, 'round'>): (example: PoolExample) => boolean {
  const migrated = new Set(round.tools.filter(({ action }) => action === 'migrate').map(({ tool }) => tool));
  return (example) => example.round === round.number || (example.tool !== null && migrated.has(example.tool));
}

async function drawReplay(
  { config, project, earlier }: RoundData,
  pool: readonly PoolExample[],
  isEarlier: (example: PoolExample) => boolean,
): Promise<{
  readonly examples: readonly ReplayedExample[];
  readonly refused: readonly { readonly exampleId: string; readonly reason: string }[];
}> {
  const { replay, formatting, curation, seed, gate } = config;
  const old = pool.filter(isEarlier);
  if (old.length === 0) return { examples: [], refused: [] };
  const isWeighted = replay.sampler === 'hardest-forgotten';
  const drawn = await sampleReplay({
    ...{ examples: () => old, config: replay, seed },
    ...(isWeighted ? { weights: replayWeights(await readVerdicts(project, earlier), gate) } : {}),
    ...(replay.tokens === undefined ? {} : { tokensOf: await exampleTokens(withPaths(formatting, project)) }),
  });
  const held = pool
    .filter(({ split }) => split !== 'train')
    .map(({ split, round, query }) => ({ source: `${split} query of round ${round}`, query }));
  return withoutHeldOut(drawn, held, curation.split.clusterThreshold);
}

async function* readPairs(path: string): AsyncGenerator<RepairPair> {
  if (existsSync(path)) yield* readJsonl(path, { schema: repairPairSchema });
}
