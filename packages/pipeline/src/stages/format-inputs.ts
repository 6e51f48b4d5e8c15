import { resolve } from 'node:path';
import { type Example, exampleSchema, type PoolExample, type ToolSpec, toolSpecSchema } from '@imaginarium/contracts';
import { type Contaminant, createContaminationCheck } from '@imaginarium/curation';
import { exampleTokens, type ReplayedExample, sampleReplay } from '@imaginarium/formatting';
import { readJsonl } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import { runPath } from '../run-paths.ts';
import { withPaths } from './format-records.ts';
import type { StageContext } from './stage-context.ts';

/** Examples of earlier rounds, drawn, with the tools that they belong to. */
export interface Replay {
  readonly examples: readonly ReplayedExample[];
  /** Tools that records do not offer beside others; empty where the data set's own are all there are. */
  readonly tools: readonly ToolSpec[];
  /** Drawn, but too near to a query that is held out. */
  readonly refused: readonly { readonly exampleId: string; readonly reason: string }[];
}

/** Draws from the runs that the config names. What this run holds out must not come back to be trained on. */
export async function readReplay({ loaded, folder }: StageContext): Promise<Replay | undefined> {
  const { formatting, curation, seed } = loaded.config;
  const { replay } = formatting;
  if (replay === undefined || replay.sampler === 'none') return undefined;
  const runs = replay.from.map((run) => resolve(loaded.folder, run));
  const drawn = await sampleReplay({
    examples: () => readRuns(runs),
    config: replay,
    seed,
    nameOf: (round) => replay.from[round - 1] ?? '',
    ...(replay.tokens === undefined ? {} : { tokensOf: await exampleTokens(withPaths(formatting, loaded.folder)) }),
  });
  const tools: ToolSpec[] = [];
  for (const run of runs) tools.push(...(await collect(readJsonl(runPath(run, 'tools'), { schema: toolSpecSchema }))));
  return { tools, ...(await withoutHeldOut(drawn, readHeldOut(folder), curation.split.clusterThreshold)) };
}

/** Examples of runs, each run a round. */
async function* readRuns(runs: readonly string[]): AsyncGenerator<PoolExample> {
  for (const [at, run] of runs.entries())
    for await (const example of readJsonl(runPath(run, 'examples'), { schema: exampleSchema }))
      yield { ...example, round: at + 1 };
}

async function* readHeldOut(folder: string): AsyncGenerator<Contaminant> {
  for await (const { split, query } of readJsonl<Example>(runPath(folder, 'examples')))
    if (split !== 'train') yield { source: `${split} query of this run`, query };
}

/**
 * Takes from drawn examples those whose query repeats, nearly or wholly, one that is held out.
 *
 * @param heldOut queries that training must not see; `source` goes into the reason: `likeness 0.83 to a test query of round 2`
 * @param threshold likeness from which two queries are one, 0 to 1 (`curation.split.clusterThreshold`)
 */
export async function withoutHeldOut(
  drawn: readonly ReplayedExample[],
  heldOut: Iterable<Contaminant> | AsyncIterable<Contaminant>,
  threshold: number,
): Promise<Pick<Replay, 'examples' | 'refused'>> {
  const contaminants: Contaminant[] = [];
  for await (const contaminant of heldOut) contaminants.push(contaminant);
  const check = createContaminationCheck(contaminants, threshold);
  const examples: ReplayedExample[] = [];
  const refused: { exampleId: string; reason: string }[] = [];
  for (const replayed of drawn) {
    const { id, query } = replayed.example;
    const found = check(query);
    if (found === undefined) examples.push(replayed);
    else refused.push({ exampleId: id, reason: `likeness ${found.similarity.toFixed(2)} to a ${found.source}` });
  }
  return { examples, refused };
}

export async function countTrainExamples(folder: string): Promise<number> {
  let count = 0;
  for await (const example of readJsonl<Example>(runPath(folder, 'examples'))) if (example.split === 'train') count++;
  return count;
}
