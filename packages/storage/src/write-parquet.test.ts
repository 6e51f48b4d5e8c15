import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@imaginarium/contracts';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyParquet } from './verify-parquet.ts';
import { writeJsonl } from './write-jsonl.ts';
import { writeParquet } from './write-parquet.ts';

const columns = { id: 'string', messages: 'string', tokens: 'integer', score: 'double', kept: 'boolean' } as const;
let folder: string;
let jsonl: string;
beforeEach(async () => {
  // A name that a pattern or an SQL text would stumble over.
  folder = await mkdtemp(join(tmpdir(), "parquet [a]*'-"));
  jsonl = join(folder, 'rows.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

async function readBack(path: string): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ file: await asyncBufferFromFile(join(folder, path)), compressors });
}

describe('writeParquet', () => {
  it('keeps nulls, Unicode, JSON texts and nested values with their key order', async () => {
    const messages = [
      { role: 'user', content: 'é日😀\u0000\u2028"\\/' },
      { z: 1, a: { b: null, 10: [1.5, -0.25, 1e-7, 123456789012345] } },
    ];
    const rows = [
      { id: 'a', messages, tokens: 3, score: 0.1, kept: true },
      { id: '', messages: '{"b": 1.0, "a":[ ]}', tokens: null, score: 2, kept: false, more: 'left out' },
      { id: null },
      { id: '\n', messages: [], tokens: -(2 ** 53), score: 1e300, kept: null },
      { id: 'null', messages: {} },
    ];
    await writeJsonl(jsonl, rows);
    const files = await writeParquet({ jsonl, columns, folder, split: 'train' });
    const bytes = await readFile(join(folder, 'data/train-00000-of-00001.parquet'));
    expect(files).toEqual([
      { path: 'data/train-00000-of-00001.parquet', rows: 5, bytes: bytes.length, sha256: sha256(bytes) },
    ]);
    const none = { messages: null, tokens: null, score: null, kept: null };
    expect(await readBack('data/train-00000-of-00001.parquet')).toEqual([
      { id: 'a', messages: JSON.stringify(messages), tokens: 3n, score: 0.1, kept: true },
      { id: '', messages: '{"b": 1.0, "a":[ ]}', tokens: null, score: 2, kept: false },
      { id: null, ...none },
      { id: '\n', messages: '[]', tokens: BigInt(-(2 ** 53)), score: 1e300, kept: null },
      { id: 'null', ...none, messages: '{}' },
    ]);
  });

  it('cuts shards at the given rows, in order, and leaves only them', async () => {
    const rows = Array.from({ length: 25 }, (_, at) => ({
      id: `${at}`,
      messages: [at],
      tokens: at,
      score: at / 2,
      kept: at % 2 === 0,
    }));
    await writeJsonl(jsonl, rows);
    const files = await writeParquet({ jsonl, columns, folder, split: 'test', rowsPerShard: 10 });
    expect(files.map(({ path, rows }) => [path, rows])).toEqual([
      ['data/test-00000-of-00003.parquet', 10],
      ['data/test-00001-of-00003.parquet', 10],
      ['data/test-00002-of-00003.parquet', 5],
    ]);
    const back = (await Promise.all(files.map(({ path }) => readBack(path)))).flat();
    expect(back.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(await readdir(join(folder, 'data'))).toEqual(files.map(({ path }) => path.slice('data/'.length)));
  });

  it('writes the texts that a line is spelled with, in one shard and in several', async () => {
    const rows = Array.from({ length: 5 }, (_, at) => ({ id: `${at}`, messages: [{ share: at + 0.5 }] }));
    await writeJsonl(jsonl, rows);
    const spellLine = (line: string) =>
      line.includes('"0"') ? undefined : JSON.stringify({ id: JSON.parse(line).id, messages: '[{"share":0.50}]' });
    const same = { jsonl, columns: { id: 'string', messages: 'string' }, folder } as const;
    await expect(writeParquet({ ...same, split: 'train', spellLine })).rejects.toMatchObject({
      code: 'internal/parquet-mismatch',
    });
    const zeros = (line: string) => {
      const { id, messages } = JSON.parse(line);
      return id === '0' ? undefined : JSON.stringify({ id, messages: JSON.stringify(messages).replace('.5', '.50') });
    };
    const one = await writeParquet({ ...same, split: 'train', spellLine: zeros });
    const several = await writeParquet({ ...same, split: 'test', spellLine: zeros, rowsPerShard: 2 });
    const expected = rows.map(({ id }) => `[{"share":${id}.${id === '0' ? '5' : '50'}}]`);
    for (const files of [one, several]) {
      const back = (await Promise.all(files.map(({ path }) => readBack(path)))).flat();
      expect(back.map(({ messages }) => messages)).toEqual(expected);
    }
    expect((await readdir(join(folder, 'data'))).sort()).toEqual([...several, ...one].map(({ path }) => path.slice(5)));
  });

  it('takes lines of any length', async () => {
    const rows = [{ id: 'a'.repeat(300_000) }, { id: 'b' }, { id: 'c'.repeat(17_000_000) }];
    await writeJsonl(jsonl, rows);
    await writeParquet({ jsonl, columns: { id: 'string' }, folder, split: 'train', rowsPerShard: 2 });
    expect(await readBack('data/train-00000-of-00002.parquet')).toEqual(rows.slice(0, 2));
    expect(await readBack('data/train-00001-of-00002.parquet')).toEqual(rows.slice(2));
  });

  it('makes one empty shard with its columns of no rows', async () => {
    await writeJsonl(jsonl, []);
    expect(await writeParquet({ jsonl, columns, folder, split: 'train' })).toMatchObject([{ rows: 0 }]);
    expect(await readBack('data/train-00000-of-00001.parquet')).toEqual([]);
  });

  it('leaves nothing when a value does not fit its column, and says which', async () => {
    await writeJsonl(jsonl, [{ id: 'a', tokens: 'many' }]);
    await expect(writeParquet({ jsonl, columns, folder, split: 'train' })).rejects.toMatchObject({
      code: 'internal/parquet-write',
      message: expect.stringContaining('many'),
    });
    expect(await readdir(join(folder, 'data'))).toEqual([]);
    await expect(writeParquet({ jsonl: join(folder, 'none'), columns, folder, split: 'x' })).rejects.toMatchObject({
      code: 'input/not-found',
    });
  });
});

describe('verifyParquet', () => {
  it('finds a missing row, another column, another value and a broken file', async () => {
    await writeJsonl(jsonl, [{ id: 'a', messages: { b: 1, a: 2 } }]);
    const [file] = await writeParquet({ jsonl, columns, folder, split: 'train' });
    const paths = [join(folder, file?.path ?? '')];
    const good = { rows: 1, columns, sample: [{ row: 0, value: { id: 'a', messages: { b: 1, a: 2 } } }] };
    await verifyParquet(paths, good);
    const refused = { code: 'internal/parquet-mismatch' };
    await expect(verifyParquet(paths, { ...good, rows: 2 })).rejects.toMatchObject(refused);
    await expect(verifyParquet(paths, { ...good, columns: { ...columns, id: 'integer' } })).rejects.toMatchObject(
      refused,
    );
    for (const value of [
      { id: 'b' },
      { id: 'a', messages: { a: 2, b: 1 } },
      { id: 'a', messages: { b: 1, a: 2 }, tokens: 0 },
    ]) {
      await expect(verifyParquet(paths, { ...good, sample: [{ row: 0, value }] })).rejects.toMatchObject(refused);
    }
    await expect(verifyParquet([jsonl], good)).rejects.toMatchObject(refused);
  });
});
