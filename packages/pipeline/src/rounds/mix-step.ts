import { resolve } from 'node:path';
import { hashOf, type PoolExample, type PoolPair } from '@imaginarium/contracts';
import {
  exampleTokens,
  type PreferencePair,
  parseGeneralSource,
  type ReplayedExample,
  sampleReplay,
} from '@imaginarium/formatting';
import { refuseMixedVersions } from '../migrate/refuse-mixed-versions.ts';
import { hashInput } from '../stages/curate-stage.ts';
import { withoutHeldOut } from '../stages/format-inputs.ts';
import { withPaths, writeRecordSets } from '../stages/format-records.ts';
import { drawGeneral } from '../stages/general-source.ts';
import { targetFor, trainedTarget } from './mix-targets.ts';
import { readVerdicts } from './read-verdicts.ts';
import { replayWeights } from './replay-weights.ts';
import { type RoundData, readPairs, readPool, readRoundTools } from './round-context.ts';
import { runName } from './round-run.ts';
import type { StepOutcome } from './run-step.ts';

export async function mixStepKey({ config, project, environment, round, earlier }: RoundData): Promise<string> {
  const { name, seed, formatting, replay, training, models, curation, gate } = config;
  const { sampler } = replay;
  const verdicts = earlier.map(({ steps }) => steps.evaluate?.outputs.map(({ sha256 }) => sha256) ?? []);
  const { general, tokenizer, chatTemplate } = formatting;
  const source = general && parseGeneralSource(general.from);
  const files = [source?.kind === 'file' ? source.path : undefined, tokenizer, chatTemplate];
  return hashOf({
    ...{ version: environment.version, name, seed, formatting, replay, tools: round.tools, models },
    ...{ target: trainedTarget({ training }), method: training.method, likeness: curation.split.clusterThreshold },
    examples: round.steps.curate?.outputs.map(({ path, sha256 }) => [path, sha256]) ?? [],
    weights: sampler === 'hardest-forgotten' ? { verdicts, profile: gate.profile, metric: gate.metric } : null,
    files: await Promise.all(files.flatMap((file) => (file ? [hashInput(resolve(project, file))] : []))),
  });
}

/** Makes the records that the round is trained on: what is new in it, some of what was learned before, general conversations. */
export async function mixStep(context: RoundData): Promise<StepOutcome> {
  const { config, round, folder, project, environment } = context;
  const pool = await readPool(folder);
  const tools = await readRoundTools(folder);
  refuseMixedVersions(pool, tools);
  const isOwn = ownTest(context);
  const clear = (drawn: readonly ReplayedExample[]) =>
    withoutHeldOut(drawn, heldOut(pool), config.curation.split.clusterThreshold);
  // What is carried over was held apart from its own round's tests, not from those that came later.
  const trained = pool.filter((example) => isOwn(example) && example.split === 'train');
  const { refused } = await clear(trained.map((example) => ({ example, reason: 'new' })));
  const gone = new Set(refused.map(({ exampleId }) => exampleId));
  const own = pool.filter((example) => isOwn(example) && !gone.has(example.id));
  const recordConfig = { ...config.formatting, targets: targetFor(config) };
  const replay = await clear(
    await drawReplay(
      context,
      pool.filter((example) => !isOwn(example)),
    ),
  );
  const general = await drawGeneral({
    ...{ config: config.formatting.general, configFolder: project, folder, seed: config.seed, environment },
    trainExamples: own.filter(({ split }) => split === 'train').length,
  });
  const pairs = pairsWith(replay.examples, await readPairs(folder), isOwn, gone);
  const written = await writeRecordSets({
    ...{ folder, tools, seed: config.seed, config: recordConfig, configFolder: project, environment },
    examples: () => own,
    repairPairs: () => pairs,
    replay: { examples: replay.examples, tools: [], refused: [...refused, ...replay.refused] },
    general: general.records,
    name: runName(config.name, round.number),
    models: config.models,
    trained: { target: trainedTarget(config), method: config.training.method },
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
export function ownTest({ round }: Pick<RoundData, 'round'>): (row: Pick<PoolExample, 'round' | 'tool'>) => boolean {
  const migrated = new Set(round.tools.filter(({ action }) => action === 'migrate').map(({ tool }) => tool));
  return (example) => example.round === round.number || (example.tool !== null && migrated.has(example.tool));
}

/** Another draw in every round: what is replayed must not be the same few examples for ever. */
async function drawReplay(
  { config, project, round, earlier }: RoundData,
  old: readonly PoolExample[],
): Promise<ReplayedExample[]> {
  const { replay, formatting, seed, gate } = config;
  const isWeighted = replay.sampler === 'hardest-forgotten';
  return sampleReplay({
    ...{ examples: () => old, config: replay, seed: `${seed}/${round.number}` },
    ...(isWeighted ? { weights: replayWeights(await readVerdicts(project, earlier), gate) } : {}),
    ...(replay.tokens === undefined ? {} : { tokensOf: await exampleTokens(withPaths(formatting, project)) }),
  });
}

function heldOut(pool: readonly PoolExample[]) {
  return pool
    .filter(({ split }) => split !== 'train')
    .map(({ split, round, query }) => ({ source: `${split} query of round ${round}`, query }));
}

/** Repair pairs of what is new, and of earlier rounds those whose seed, or a rewording of it, is replayed. */
function pairsWith(
  replayed: readonly ReplayedExample[],
  pairs: readonly PoolPair[],
  isOwn: (pair: PoolPair) => boolean,
  gone: ReadonlySet<string>,
): PreferencePair[] {
  const reasons = new Map(replayed.map(({ example, reason }) => [example.seedId, reason]));
  return pairs.flatMap(({ round, ...pair }): PreferencePair[] => {
    if (gone.has(pair.seedId)) return [];
    if (isOwn({ round, ...pair })) return [pair];
    const reason = reasons.get(pair.seedId);
    return reason === undefined || pair.split !== 'train'
      ? []
      : [{ ...pair, why: { origin: 'replay', round, reason } }];
  });
}
