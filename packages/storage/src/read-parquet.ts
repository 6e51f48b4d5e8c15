import { ImaginariumError, messageOf } from '@imaginarium/contracts';

/**
 * Reads a Parquet file row by row, one row group in memory at a time: lists as arrays, structures and JSON columns as objects, 64-bit
 * numbers as bigint, nothing as null.
 *
 * @param options.columns those to read, where the file has them; absent: all
 * @throws ImaginariumError `input/not-found`; `input/malformed` naming the file
 */
export async function* readParquet(
  path: string,
  options: { readonly columns?: readonly string[] } = {},
): AsyncGenerator<Record<string, unknown>> {
  const [{ asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const columns = columnsOf(metadata, options.columns);
    let first = 0;
    for (const { num_rows } of metadata.row_groups) {
      const end = first + Number(num_rows);
      const rows = await parquetReadObjects({ file, metadata, compressors, columns, rowStart: first, rowEnd: end });
      yield* rows;
      first = end;
    }
  } catch (thrown) {
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    throw new ImaginariumError({
      code: isMissing ? 'input/not-found' : 'input/malformed',
      message: isMissing ? `There is no ${path}.` : `${path} cannot be read as Parquet: ${messageOf(thrown)}`,
      cause: thrown,
    });
  }
}

/** Names of top-level columns, which may be structures. */
function columnsOf(
  { schema }: { readonly schema: readonly { readonly name: string; readonly num_children?: number | undefined }[] },
  wanted: readonly string[] | undefined,
): string[] {
  const names: string[] = [];
  let at = 1;
  const skip = (): void => {
    const children = schema[at++]?.num_children ?? 0;
    for (let child = 0; child < children; child++) skip();
  };
  while (at < schema.length) {
    names.push(schema[at]?.name ?? '');
    skip();
  }
  return wanted === undefined ? names : names.filter((name) => wanted.includes(name));
}
