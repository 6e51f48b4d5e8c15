import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readParquet } from './read-parquet.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquet-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(select: string, options = ''): Promise<string> {
  const path = join(folder, 'rows.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet${options})`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

async function all(path: string, columns?: readonly string[]): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const row of readParquet(path, columns ? { columns } : {})) rows.push(row);
  return rows;
}

describe('readParquet', () => {
  it('reads lists of structures as chat data sets have them, nulls and whole numbers', async () => {
    const path = await write(
      "SELECT 7::BIGINT AS id, [{'role': 'user', 'content': 'é日😀'}, {'role': 'assistant', 'content': NULL}] AS messages, NULL::VARCHAR AS input",
    );
    const messages = [
      { role: 'user', content: 'é日😀' },
      { role: 'assistant', content: null },
    ];
    expect(await all(path)).toEqual([{ id: 7n, messages, input: null }]);
    expect(await all(path, ['messages', 'absent'])).toEqual([{ messages }]);
  });

  it('reads every row group, in order', async () => {
    const path = await write('SELECT range AS at FROM range(10000)', ', ROW_GROUP_SIZE 2048');
    const rows = await all(path);
    expect(rows).toHaveLength(10_000);
    expect(rows.every(({ at }, place) => at === BigInt(place))).toBe(true);
  });

  it('says what it cannot read', async () => {
    await expect(all(join(folder, 'none.parquet'))).rejects.toMatchObject({ code: 'input/not-found' });
    await writeFile(join(folder, 'text.parquet'), '{"a": 1}\n');
    await expect(all(join(folder, 'text.parquet'))).rejects.toMatchObject({
      code: 'input/malformed',
      message: expect.stringContaining('text.parquet'),
    });
  });
});
