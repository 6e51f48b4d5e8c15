import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../collect.ts';
import { readQueries } from './read-queries.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imaginarium-queries-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('readQueries', () => {
  it.each([
    [
      'rows.jsonl',
      '{"query":"a"}\n{"messages":[{"role":"system","content":"s"},{"role":"user","content":"b"}]}\n',
      ['a', 'b'],
    ],
    ['ste.json', JSON.stringify({ tool_a: [{ query: 'a', action: 'x' }], tool_b: [{ query: 'b' }] }), ['a', 'b']],
  ])('finds the user queries of %s', async (name, text, queries) => {
    expect(await collect(readQueries(written(name, text)))).toEqual(queries);
  });

  it('refuses a file without any: a check against nothing would prove nothing', async () => {
    await expect(collect(readQueries(written('empty.jsonl', '{"text":"no"}\n')))).rejects.toMatchObject({
      code: 'input/no-queries',
    });
  });
});
