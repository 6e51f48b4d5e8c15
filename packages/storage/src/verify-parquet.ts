import { ImaginariumError, isJsonObject, messageOf } from '@imaginarium/contracts';
import { COLUMN_TYPES, type Columns } from './parquet-columns.ts';

export interface ParquetExpectation {
  /** Rows of all files together. */
  readonly rows: number;
  readonly columns: Columns;
  /** Rows as they were before writing, with their place (from 0) in the files taken one after the other. */
  readonly sample: readonly { readonly row: number; readonly value: unknown }[];
}

/**
 * Reads Parquet files back with a second implementation (hyparquet) and compares: columns and their types, number of rows, and the sampled
 * rows. A sampled value that is an object or list must come back as a JSON text of the same value with the same key order.
 * @throws ImaginariumError `internal/parquet-mismatch` naming the file and what differs
 */
export async function verifyParquet(files: readonly string[], expected: ParquetExpectation): Promise<void> {
  const [{ asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  let first = 0;
  for (const path of files) {
    try {
      const file = await asyncBufferFromFile(path);
      const metadata = await parquetMetadataAsync(file);
      const columns = metadata.schema.slice(1).map(({ name, type }) => `${name} ${type}`);
      const wanted = Object.entries(expected.columns).map(([name, type]) => `${name} ${COLUMN_TYPES[type].parquet}`);
      if (columns.join() !== wanted.join())
        throw mismatch(path, `its columns are ${columns.join(', ')}, not ${wanted.join(', ')}`);
      const rows = Number(metadata.num_rows);
      for (const { row, value } of expected.sample) {
        if (row < first || row >= first + rows) continue;
        const at = row - first;
        const [read] = await parquetReadObjects({ file, metadata, compressors, rowStart: at, rowEnd: at + 1 });
        compareRow(path, at, read ?? {}, value, expected.columns);
      }
      first += rows;
    } catch (thrown) {
      throw thrown instanceof ImaginariumError
        ? thrown
        : mismatch(path, `it cannot be read: ${messageOf(thrown)}`, thrown);
    }
  }
  if (first !== expected.rows) throw mismatch(files.join(', '), `${first} rows were written of ${expected.rows}`);
}

function compareRow(path: string, at: number, read: Record<string, unknown>, value: unknown, columns: Columns): void {
  for (const name of Object.keys(columns)) {
    const wanted = isJsonObject(value) ? (value[name] ?? null) : null;
    if (!isSame(read[name] ?? null, wanted)) {
      throw mismatch(path, `row ${at}, column ${name} is ${excerpt(read[name])}, not ${excerpt(wanted)}`);
    }
  }
}

function isSame(read: unknown, wanted: unknown): boolean {
  if (read === wanted) return true;
  if (typeof read === 'bigint') return typeof wanted === 'number' && read === BigInt(wanted);
  if (typeof read !== 'string' || wanted === null || typeof wanted === 'string') return false;
  // Numbers are spelled differently (1e21 for 1e+21); parsed they are the same.
  return JSON.stringify(JSON.parse(read)) === JSON.stringify(wanted);
}

function excerpt(value: unknown): string {
  return String(typeof value === 'bigint' ? value : JSON.stringify(value)).slice(0, 200);
}

function mismatch(path: string, reason: string, cause?: unknown): ImaginariumError {
  return new ImaginariumError({
    code: 'internal/parquet-mismatch',
    message: `${path} does not hold what was to be written: ${reason}.`,
    hint: 'Use the JSONL file; and please report this with both files.',
    cause,
  });
}
