import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hashOf, ImaginariumError, isJsonObject, type RecordFile } from '@imaginarium/contracts';
import { hashFile, readJsonl, verifyParquet } from '@imaginarium/storage';
import { type CardConfig, COLUMNS, type DataSetConfig, declaredColumns, jsonlCard } from './dataset-card.ts';
import type { RecordShape } from './trl-settings.ts';

export interface DataSetFile {
  /** Path in the repository. */
  readonly path: string;
  readonly from: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a repository of the Hub has to hold so that a file of records can be trained on. */
export interface DataSetPlan {
  /** Name without namespace; equal content, equal name. */
  readonly name: string;
  readonly files: readonly DataSetFile[];
  readonly config: DataSetConfig;
  readonly split: RecordFile['split'];
  readonly shape: RecordShape;
  /** The card, for the data files that the repository will hold. @throws ImaginariumError `input/mixed-data-set` */
  readonly card: (paths: readonly string[]) => string;
}

/**
 * Where formatting wrote Parquet shards beside the file and a card that declares their columns, the whole data set goes up: the card and the
 * shards of every split, one repository.
 * Otherwise the JSONL file alone, as `train.jsonl`, `preference-validation.jsonl` …
 *
 * @throws ImaginariumError `input/not-found`, `input/empty-file`, `input/record-shape`, `input/stale-parquet`
 */
export async function planDataSet(file: RecordFile, name: string | undefined): Promise<DataSetPlan> {
  const first = await firstRow(file);
  const shape = shapeOf(file, first);
  const config = file.kind === 'preference' ? 'preference' : 'default';
  const prefix = config === 'preference' ? 'preference-' : '';
  const folder = dirname(file.path);
  const readme = await readFile(join(folder, 'README.md'), 'utf8').catch(() => undefined);
  const columns = readme === undefined ? undefined : declaredColumns(readme, config);
  const shards = columns === undefined ? [] : await findShards(folder);
  const own = shards.filter((path) => path.startsWith(`${shardFolder(config)}${file.split}-`));
  const hasShards = basename(file.path) === `${prefix}${file.split}.jsonl` && own.length > 0;
  if (hasShards) await checkShards(file, first, columns ?? [], folder, own);
  const sources = hasShards
    ? shards.map((path) => ({ path, from: join(folder, path) }))
    : [{ path: `${prefix}${file.split}.jsonl`, from: file.path }];
  const files = await Promise.all(sources.map(async (source) => ({ ...source, ...(await hashFile(source.from)) })));
  return {
    name: name ?? `imaginarium-${hashOf(files.map(({ path, sha256 }) => [path, sha256])).slice(0, 16)}`,
    files,
    config,
    split: file.split,
    shape,
    card: (paths) => {
      refuseMixed(paths);
      return hasShards && readme !== undefined ? readme : jsonlCard(cardConfigs(paths, { [config]: shape }));
    },
  };
}

async function firstRow(file: RecordFile): Promise<unknown> {
  for await (const row of readJsonl(file.path)) return row;
  throw new ImaginariumError({ code: 'input/empty-file', message: `${file.path} holds no record.` });
}

function shapeOf(file: RecordFile, row: unknown): RecordShape {
  const has = (...names: string[]) => isJsonObject(row) && names.every((name) => Array.isArray(row[name]));
  if (file.kind === 'preference' && has('prompt', 'chosen', 'rejected')) return 'preference';
  if (file.kind === 'sft' && has('prompt', 'completion')) return 'prompt-completion';
  if (file.kind === 'sft' && has('messages')) return 'messages';
  throw new ImaginariumError({
    code: 'input/record-shape',
    message: `${file.path}:1 is not a ${file.kind} record as TRL reads it (${COLUMNS[file.kind === 'sft' ? 'prompt-completion' : 'preference'].join(', ')}).`,
    hint: 'Format the run with the target trl.',
  });
}

function shardFolder(config: DataSetConfig): string {
  return config === 'preference' ? 'preference/data/' : 'data/';
}

async function findShards(folder: string): Promise<string[]> {
  const found = await Promise.all(
    (['default', 'preference'] as const).map(async (config) => {
      const names = await readdir(join(folder, shardFolder(config))).catch(() => []);
      return names.filter((name) => name.endsWith('.parquet')).map((name) => `${shardFolder(config)}${name}`);
    }),
  );
  return found.flat().sort();
}

/** The shards must say what the JSONL file says: its number of rows, and its first one. */
async function checkShards(file: RecordFile, first: unknown, names: string[], folder: string, shards: string[]) {
  const columns = Object.fromEntries(names.map((name) => [name, 'string' as const]));
  try {
    await verifyParquet(
      shards.map((path) => join(folder, path)),
      { rows: file.rows, columns, sample: [{ row: 0, value: first }] },
    );
  } catch (cause) {
    throw new ImaginariumError({
      code: 'input/stale-parquet',
      message: `The Parquet files beside ${file.path} do not hold its records.`,
      hint: 'Format the run again, so that both are written from the same records.',
      cause,
    });
  }
}

const SHARD = /^(?:preference\/)?data\/(?:train|validation|test)-.*\.parquet$/;
const JSONL = /^(?:preference-)?(?:train|validation|test)\.jsonl$/;
const SHAPES = { default: 'prompt-completion', preference: 'preference' } as const;

/** One card cannot speak for both: that of a run's shards comes as formatting wrote it, that of bare files is made of them. */
function refuseMixed(paths: readonly string[]): void {
  const shard = paths.find((path) => SHARD.test(path));
  const file = paths.find((path) => JSONL.test(path));
  if (shard !== undefined && file !== undefined)
    throw new ImaginariumError({
      code: 'input/mixed-data-set',
      message: `The data set would hold Parquet of a run (${shard}) beside a bare JSONL file (${file}).`,
      hint: 'Name another data set, or none.',
    });
}

function cardConfigs(paths: readonly string[], known: Partial<Record<DataSetConfig, RecordShape>>): CardConfig[] {
  return (['default', 'preference'] as const).flatMap((name) => {
    const prefix = name === 'preference' ? 'preference-' : '';
    const splits = (['train', 'validation', 'test'] as const)
      .map((split) => ({ split, path: `${prefix}${split}.jsonl` }))
      .filter(({ path }) => paths.includes(path));
    return splits.length === 0 ? [] : [{ name, shape: known[name] ?? SHAPES[name], splits }];
  });
}
