import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmbeddings } from './open-embeddings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imaginarium-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('gives the vectors back bit for bit after it was opened again', async () => {
  const path = join(folder, 'vectors.jsonl');
  const vector = Float32Array.of(0.1, -0.25, 3e-8, 0);
  const first = await openEmbeddings(path);
  await Promise.all([first.put('a', vector), first.put('b', new Float32Array(0))]);
  await first.close();
  const again = await openEmbeddings(path);
  expect(again.get('a')).toEqual(vector);
  expect(again.get('b')).toHaveLength(0);
  expect(again.get('c')).toBeUndefined();
  await again.close();
});

it('drops the torn last line of a killed process and names a line that is no embedding', async () => {
  const path = join(folder, 'torn.jsonl');
  const store = await openEmbeddings(path);
  await store.put('a', Float32Array.of(1));
  await store.close();
  await writeFile(path, `${await readFile(path, 'utf8')}{"key":"b","vec`);
  const mended = await openEmbeddings(path);
  expect([mended.get('a'), mended.get('b')]).toEqual([Float32Array.of(1), undefined]);
  await mended.close();
  await writeFile(path, '{"key":"a","vector":"not base64!"}\n');
  await expect(openEmbeddings(path)).rejects.toMatchObject({ code: 'input/malformed' });
});
