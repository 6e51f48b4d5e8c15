import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Example,
  exampleSchema,
  ImaginariumError,
  type JournalEntry,
  type JsonObject,
  type Manifest,
  type Removal,
  removalSchema,
  type Trial,
  trialSchema,
} from '@imaginarium/contracts';
import { type Ledger, summariseLedger } from '@imaginarium/models';
import { isRunLocked, readJsonl, readManifest } from '@imaginarium/storage';
import { collect } from './collect.ts';
import { type DataSet, dataSetsOf } from './data-sets.ts';
import { runPath } from './run-paths.ts';
import { type WaterfallStep, waterfallOf } from './waterfall.ts';

export interface RunReport {
  /** The run folder as it was given. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Whether a process works on it now. A run that is `running` without one was killed; the same command goes on. */
  readonly isRunning: boolean;
  readonly waterfall: readonly WaterfallStep[];
  readonly dataSets: readonly DataSet[];
  /** The first training record of the first data set; null before there is one. */
  readonly sampleRecord: { readonly file: string; readonly record: JsonObject } | null;
  /** Id of a trial whose first call failed and was repaired, else of the first trial; null before there is one. */
  readonly sampleTrial: string | null;
  readonly ledger: Ledger;
  /** US dollars a kept example; null when a price is unknown or nothing was kept. */
  readonly pricePerExample: number | null;
  /** Trials that have ended, while exploration is not done. */
  readonly trialsSoFar: number;
}

/** Reads a run folder for showing. Takes no lock and changes nothing: a run may go on meanwhile. */
export async function readRun(folder: string): Promise<RunReport> {
  const manifest = await readManifest(folder);
  const ledger = await readLedger(folder);
  const dataSets = dataSetsOf(manifest);
  const examples = manifest.stages.curate?.counts.examples ?? 0;
  const isPriced = ledger.total.unpricedCalls === 0 && examples > 0;
  return {
    folder,
    manifest,
    isRunning: await isRunLocked(folder),
    waterfall: waterfallOf(manifest),
    dataSets,
    sampleRecord: await readSample(folder, dataSets[0]),
    sampleTrial: await findSampleTrial(folder),
    ledger,
    pricePerExample: isPriced ? ledger.total.cost / examples : null,
    trialsSoFar: (await collect(readGrowing<Trial>(runPath(folder, 'trialsSoFar')))).length,
  };
}

async function readSample(folder: string, dataSet: DataSet | undefined): Promise<RunReport['sampleRecord']> {
  if (dataSet === undefined || dataSet.train === 0) return null;
  const file = `${dataSet.path}/train.jsonl`;
  for await (const record of readGrowing<JsonObject>(join(folder, file))) return { file, record };
  return null;
}

async function findSampleTrial(folder: string): Promise<string | null> {
  let first: string | null = null;
  for await (const { id, attempts, outcome } of readGrowing<Trial>(runPath(folder, 'trials'))) {
    first ??= id;
    if (outcome === 'finished' && attempts[0]?.observation.status === 'error' && attempts.length > 1) return id;
  }
  return first;
}

/** What the calls of a run have cost so far; empty for a folder that is not there. */
export async function readLedger(folder: string): Promise<Ledger> {
  return summariseLedger(await collect(readGrowing<JournalEntry>(runPath(folder, 'journal'))));
}

/** One trial by its id, finished or from a run that goes on. */
export async function findTrial(folder: string, id: string): Promise<Trial | undefined> {
  for (const name of ['trials', 'trialsSoFar'] as const)
    for await (const trial of readGrowing<Trial>(runPath(folder, name)))
      if (trial.id === id) return trialSchema.parse(trial);
  return undefined;
}

/** One example by its id. */
export async function findExample(folder: string, id: string): Promise<Example | undefined> {
  for await (const example of readGrowing<Example>(runPath(folder, 'examples')))
    if (example.id === id) return exampleSchema.parse(example);
  return undefined;
}

/** All that curation removed, in its order. @throws ImaginariumError `input/not-found` when nothing was curated yet */
export async function readRemovals(folder: string): Promise<Removal[]> {
  const path = runPath(folder, 'removals');
  if (!existsSync(path))
    throw new ImaginariumError({
      code: 'input/not-found',
      message: `${path} is not there: the run has not been curated.`,
      hint: 'imaginarium curate CONFIG',
    });
  return collect(readJsonl(path, { schema: removalSchema }));
}

/** Rows of a file that may be absent, or be appended to while it is read: a torn last line is left for later. */
async function* readGrowing<Row>(path: string): AsyncGenerator<Row, void> {
  if (!existsSync(path)) return;
  yield* readJsonl<Row>(path, {
    onBroken: ({ line, reason, torn }) => {
      if (!torn) throw new ImaginariumError({ code: 'input/malformed', message: `${path}:${line}: ${reason}` });
    },
  });
}
