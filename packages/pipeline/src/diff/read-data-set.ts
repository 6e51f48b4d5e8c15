import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  type Example,
  exampleSchema,
  hashOf,
  ImaginariumError,
  type JsonObject,
  type Manifest,
  type Round,
  roundSchema,
  type ToolDefinition,
  toolSpecSchema,
} from '@imaginarium/contracts';
import { readTestSet } from '@imaginarium/evaluation';
import { readJsonFile, readJsonl, readManifest } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import { dataSetsOf } from '../data-sets.ts';
import { roundPath } from '../rounds/round-paths.ts';
import { runPath } from '../run-paths.ts';

const DATA_FILE = /^(preference-)?(train|validation|test)\.jsonl$/;

/** A query with the call that it is an example of; both null where no call is right. */
export interface QueryRow {
  readonly split: string;
  readonly query: string;
  readonly tool: string | null;
  readonly arguments: JsonObject | null;
}

/** A line of a record file: what it says, as a hash, and where it stands. */
export interface RecordRow {
  readonly hash: string;
  /** `train`, `preference-test`, …; the file's name where that is none of these. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface DataSetRows {
  readonly tools: readonly ToolDefinition[];
  /** Examples of a run, the pool of a round; else what the records say. Empty where their target writes calls as text. */
  readonly queries: readonly QueryRow[];
  readonly records: readonly RecordRow[];
}

/** A place that may hold a data set: a run folder, a round of a project, a folder of records or a file of them. */
export interface FoundDataSet {
  readonly location: string;
  readonly kind: 'run' | 'round' | 'folder' | 'file';
  /** Targets that it may hold records for: of a run or round those that it wrote, of a folder its name. */
  readonly targets: readonly string[];
}

/** @throws ImaginariumError `input/not-found`, `input/unfinished-round` */
export async function findDataSet(location: string): Promise<FoundDataSet> {
  const found = await stat(location).catch((cause: unknown) => {
    throw new ImaginariumError({
      code: 'input/not-found',
      message: `There is no data set at ${location}.`,
      hint: 'Give a run folder, a round such as PROJECT/rounds/1, a folder of records such as runs/NAME/records/openai, or a JSONL file.',
      cause,
    });
  });
  if (!found.isDirectory()) return { location, kind: 'file', targets: [] };
  const round = await orNone(readJsonFile<Round>(roundPath(location, 'state'), roundSchema));
  if (round) return { location, kind: 'round', targets: targetsOf(round) };
  const manifest = await orNone<Manifest>(readManifest(location));
  if (manifest) return { location, kind: 'run', targets: dataSetsOf(manifest).map(({ target }) => target) };
  return { location, kind: 'folder', targets: [basename(resolve(location))] };
}

/** Undefined for a file that is not there. */
function orNone<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((error: unknown) => {
    if (error instanceof ImaginariumError && error.code === 'input/not-found') return undefined;
    throw error;
  });
}

/** Targets that a round has written records for. @throws ImaginariumError `input/unfinished-round` */
function targetsOf({ number, steps }: Round): string[] {
  if (steps.curate?.state !== 'done')
    throw new ImaginariumError({
      code: 'input/unfinished-round',
      message: `Round ${number} has no examples yet: its step curate is not done.`,
      hint: 'imaginarium round add goes on with it.',
    });
  const folders = (steps.mix?.outputs ?? []).flatMap(({ path }) => /^records\/([^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(folders)];
}

/**
 * Reads a data set into memory: for a line of a record its hash alone.
 * @param target of a run or round: whose records are read; null for none
 * @throws ImaginariumError `input/not-found`, `input/malformed`, `input/records` when there is nothing to compare
 */
export async function readDataSet({ location, kind }: FoundDataSet, target: string | null): Promise<DataSetRows> {
  if (kind === 'file') return readRecords(location, [{ path: location, name: basename(location, '.jsonl') }]);
  if (kind === 'folder') return readRecords(location, await dataFilesOf(location));
  const examples = await collect(readJsonl(runPath(location, 'examples'), { schema: exampleSchema }));
  const files = target === null ? [] : await dataFilesOf(runPath(location, 'records', target));
  return {
    tools: await collect(readJsonl(runPath(location, 'tools'), { schema: toolSpecSchema })),
    queries: examples.map(rowOf),
    records: await readHashes(files),
  };
}

function rowOf({ split, query, tool, solution }: Example): QueryRow {
  return { split, query, tool, arguments: solution?.call.arguments ?? null };
}

interface DataFile {
  readonly path: string;
  readonly name: string;
}

async function dataFilesOf(folder: string): Promise<DataFile[]> {
  const names = (await readdir(folder)).filter((name) => DATA_FILE.test(name)).sort();
  if (names.length === 0)
    throw new ImaginariumError({
      code: 'input/records',
      message: `${folder} holds no records: no manifest.json, round.json, train.jsonl, validation.jsonl or test.jsonl.`,
      hint: 'Give a run folder, a round such as PROJECT/rounds/1, a folder of records such as runs/NAME/records/openai, or a JSONL file.',
    });
  return names.map((name) => ({ path: join(folder, name), name: basename(name, '.jsonl') }));
}

async function readRecords(location: string, files: readonly DataFile[]): Promise<DataSetRows> {
  const records = await readHashes(files);
  if (records.length === 0)
    throw new ImaginariumError({ code: 'input/records', message: `${location} holds no record.` });
  const tools = new Map<string, ToolDefinition>();
  const queries: QueryRow[] = [];
  for (const { path, name } of files.filter((file) => !file.name.startsWith('preference-'))) {
    const read = await readTestSet(path).catch((error: unknown) => {
      if (error instanceof ImaginariumError && error.code === 'input/test-set') return undefined;
      throw error;
    });
    // A target that writes calls as text: what can be read of it would pass for records without a call.
    if (read?.problems.some(({ kind }) => kind === 'missing-gold')) continue;
    for (const tool of read?.tools ?? []) if (!tools.has(tool.name)) tools.set(tool.name, tool);
    for (const { query, tool, calls } of read?.items ?? [])
      queries.push({ split: name, query, tool, arguments: calls[0]?.arguments ?? null });
  }
  return { tools: [...tools.values()], queries, records };
}

async function readHashes(files: readonly DataFile[]): Promise<RecordRow[]> {
  const records: RecordRow[] = [];
  for (const { path, name } of files) {
    let line = 0;
    for await (const row of readJsonl(path)) records.push({ hash: hashOf(row), file: name, line: ++line });
  }
  return records;
}
