import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { ImaginariumError, messageOf, type OutputFile } from '@imaginarium/contracts';
import { diskError } from './disk-error.ts';
import { findLineMarks, type LineMark, readMarkedRow } from './find-line-marks.ts';
import { hashFile } from './hash-file.ts';
import { COLUMN_TYPES, type Columns } from './parquet-columns.ts';
import { openPendingFile, type PendingFile } from './pending-file.ts';
import { readLines } from './read-lines.ts';
import { verifyParquet } from './verify-parquet.ts';

/** Small groups: a sampled row is read back by decoding its whole group. DuckDB makes none smaller. */
const ROW_GROUP_ROWS = 2048;
/** One row in so many is read back and compared, besides the first of each shard and the last. */
const SAMPLE_EVERY = 100_000;
/** DuckDB reads through a buffer of twice the longest line that it is told of: a small one stays in the processor's cache. */
const LEAST_LINE_BYTES = 1 << 18;

export interface WriteParquetOptions {
  /** Canonical JSONL (`writeJsonl`): one object a line, no blank lines. */
  readonly jsonl: string;
  /** Columns in order. A member that a row lacks is null; a member that is no column is left out. */
  readonly columns: Columns;
  readonly folder: string;
  readonly split: string;
  /** Another JSON line for the same row, of equal value where its texts are parsed; undefined: the line as it is. */
  readonly spellLine?: ((line: string) => string | undefined) | undefined;
  /** @default 500000 */
  readonly rowsPerShard?: number;
}

interface Shard {
  readonly rows: number;
  /** Bytes of the JSONL file: [start, end). */
  readonly start: number;
  readonly end: number;
}

/**
 * Writes the rows of a JSONL file, in order, to `data/<split>-00000-of-0000N.parquet` (zstd) in `folder`, reads every shard back
 * with a second implementation (`verifyParquet`), and only then gives the files their names. An object or list in a `string` column
 * becomes its JSON text: key order kept, numbers of the same value (1e+21 is spelled 1e21). No rows make one empty shard.
 * `spellLine` may give other texts of the same values. One thread, in bounded memory. @returns one file a shard, `path` relative to `folder`
 * @throws ImaginariumError `internal/parquet-mismatch`, `internal/parquet-write` when a value does not fit its column, `disk/…`, `input/…`
 */
export async function writeParquet(options: WriteParquetOptions): Promise<(OutputFile & { rows: number })[]> {
  const { jsonl, columns, folder, split, rowsPerShard = 500_000 } = options;
  const { rows, bytes, longest, marks } = await findLineMarks(
    jsonl,
    (row) => (row % rowsPerShard) % SAMPLE_EVERY === 0,
  );
  const shards = planShards(rows, bytes, marks, rowsPerShard);
  const paths = shards.map((_, nth) => `data/${split}-${fiveDigits(nth)}-of-${fiveDigits(shards.length)}.parquet`);
  const spellLine = (await isSpelled(jsonl, options.spellLine)) ? options.spellLine : undefined;
  const lineBytes = Math.max(longest, LEAST_LINE_BYTES);
  const pending: PendingFile[] = [];
  try {
    for (const [nth, shard] of shards.entries()) {
      const file = await openPendingFile(join(folder, paths[nth] as string));
      pending.push(file);
      const from = shards.length === 1 ? undefined : shard;
      if (spellLine !== undefined) await copySpelled(jsonl, from, spellLine, columns, file.path);
      else if (from === undefined) await copy(jsonl, lineBytes, columns, file.path);
      else await copySlice(jsonl, from, file.path, (slice) => copy(slice, lineBytes, columns, file.path));
    }
    const sample = await Promise.all(
      marks.map(async (mark) => ({ row: mark.row, value: await readMarkedRow(jsonl, mark) })),
    );
    await verifyParquet(
      pending.map(({ path }) => path),
      { rows, columns, sample },
    );
    const written = [];
    for (const [nth, file] of pending.entries()) {
      const hashed = await hashFile(file.path);
      await file.commit();
      written.push({ path: paths[nth] as string, rows: (shards[nth] as Shard).rows, ...hashed });
    }
    return written;
  } catch (thrown) {
    for (const file of pending) await file.abort();
    throw diskError(thrown, 'write Parquet to', folder);
  }
}

function planShards(rows: number, bytes: number, marks: readonly LineMark[], rowsPerShard: number): Shard[] {
  const starts = marks.filter(({ row }) => row % rowsPerShard === 0);
  if (starts.length === 0) return [{ rows: 0, start: 0, end: 0 }];
  return starts.map(({ row, offset }, nth) => ({
    rows: Math.min(rowsPerShard, rows - row),
    start: offset,
    end: starts[nth + 1]?.offset ?? bytes,
  }));
}

/** DuckDB reads whole files: a shard of several is put into a file of its own first. */
async function copySlice(
  jsonl: string,
  { start, end }: Shard,
  to: string,
  copyFrom: (slice: string) => Promise<void>,
): Promise<void> {
  const slice = await openPendingFile(`${to}.jsonl`);
  try {
    for await (const chunk of createReadStream(jsonl, { start, end: end - 1 })) await slice.handle.writeFile(chunk);
    await copyFrom(slice.path);
  } finally {
    await slice.abort();
  }
}

async function isSpelled(jsonl: string, spellLine: WriteParquetOptions['spellLine']): Promise<boolean> {
  if (spellLine === undefined) return false;
  for await (const { lines } of readLines(jsonl)) if (lines.some((line) => spellLine(line) !== undefined)) return true;
  return false;
}

/** DuckDB spells the numbers of objects itself: where another spelling is wanted, it is given their texts. */
async function copySpelled(
  jsonl: string,
  shard: Shard | undefined,
  spellLine: (line: string) => string | undefined,
  columns: Columns,
  to: string,
): Promise<void> {
  if (shard !== undefined)
    return copySlice(jsonl, shard, to, (slice) => copySpelled(slice, undefined, spellLine, columns, to));
  const spelled = await openPendingFile(`${to}.spelled.jsonl`);
  let lineBytes = LEAST_LINE_BYTES;
  try {
    for await (const { lines } of readLines(jsonl)) {
      const written = lines.map((line) => spellLine(line) ?? line);
      for (const line of written) lineBytes = Math.max(lineBytes, Buffer.byteLength(line) + 1);
      await spelled.handle.writeFile(`${written.join('\n')}\n`);
    }
    await copy(spelled.path, lineBytes, columns, to);
  } finally {
    await spelled.abort();
  }
}

async function copy(jsonl: string, lineBytes: number, columns: Columns, to: string): Promise<void> {
  // Loaded when first needed: it takes 100 ms and most commands write no Parquet.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const types = Object.entries(columns).map(([name, type]) => `${quoted(name)}: '${COLUMN_TYPES[type].duckdb}'`);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await connection.run(
      `COPY (SELECT * FROM read_json(${quoted(withoutGlobs(jsonl))}, format = 'newline_delimited', columns = {${types.join(', ')}}, maximum_object_size = ${lineBytes}))
       TO ${quoted(to)} (FORMAT parquet, USE_TMP_FILE false, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE ${ROW_GROUP_ROWS})`,
    );
  } catch (thrown) {
    const message = messageOf(thrown);
    const code = /no space left/i.test(message) ? 'ENOSPC' : /file too large/i.test(message) ? 'EFBIG' : undefined;
    if (code !== undefined) throw diskError(Object.assign(new Error(message), { code }), 'write', to);
    throw new ImaginariumError({
      code: 'internal/parquet-write',
      message: `The rows of ${jsonl} could not be written as Parquet: ${message}.`,
      hint: 'The JSONL file is whole and can be used; please report this with it.',
      cause: thrown,
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** DuckDB takes the paths that it reads for patterns. */
function withoutGlobs(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}

/** An SQL text literal. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function fiveDigits(value: number): string {
  return String(value).padStart(5, '0');
}
