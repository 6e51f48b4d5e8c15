import { existsSync, readFileSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImaginariumError, sha256 } from '@imaginarium/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openJsonlAppender } from './append-jsonl.ts';
import { hashFile } from './hash-file.ts';
import { type BrokenLine, countLines, readJsonl } from './read-jsonl.ts';
import { createJsonlWriter, writeJsonl } from './write-jsonl.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-'));
  path = join(folder, 'rows.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

async function readAll(options?: Parameters<typeof readJsonl>[1]): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of readJsonl(path, options)) rows.push(row);
  return rows;
}

describe('writeJsonl and readJsonl', () => {
  it('give back any rows, in order, with their count, size and hash', async () => {
    const row = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
        const written = await writeJsonl(path, rows);
        const text = await readFile(path, 'utf8');
        expect(written).toEqual({ rows: rows.length, bytes: Buffer.byteLength(text), sha256: sha256(text) });
        expect(await readAll()).toEqual(JSON.parse(JSON.stringify(rows)));
        expect(await countLines(path)).toBe(rows.length);
        const { rows: _, ...file } = written;
        expect(await hashFile(path)).toEqual(file);
      }),
      { numRuns: 40 },
    );
  });

  it('keep rows whole across read and write batches, whatever the length of a line', async () => {
    const rows = Array.from({ length: 60 }, (_, id) => ({ id, text: '日é😀x'.repeat((id * 7919) % 40_000) }));
    await writeJsonl(path, rows);
    expect(await readAll()).toEqual(rows);
  });

  it('make every string well formed, and leave what only looks like an escape', async () => {
    const looksLike = 'C:\\ud800 \\\\ud800 "\\udfff" 😀';
    await writeJsonl(path, [{ 'k\ud800': ['a\udc00b', '\ud800\ud800'], looksLike }]);
    expect(await readAll()).toEqual([{ 'k\ufffd': ['a\ufffdb', '\ufffd\ufffd'], looksLike }]);
  });

  it('leave the old file and nothing else when the rows fail or the signal aborts', async () => {
    await writeJsonl(path, [{ old: true }]);
    const failing = (function* () {
      yield { id: 1 };
      throw new Error('no more rows');
    })();
    await expect(writeJsonl(path, failing)).rejects.toThrow('no more rows');
    const controller = new AbortController();
    const aborting = (function* () {
      for (let id = 0; ; id++) {
        if (id === 100_000) controller.abort(new Error('stopped'));
        yield { id };
      }
    })();
    await expect(writeJsonl(path, aborting, controller)).rejects.toThrow('stopped');
    expect(await readdir(folder)).toEqual(['rows.jsonl']);
    expect(await readAll()).toEqual([{ old: true }]);
  });

  it('keep the order of rows also for a caller that does not wait', async () => {
    const writer = await createJsonlWriter(path);
    for (let id = 0; id < 50_000; id++) writer.write({ id, pad: 'x'.repeat(50) });
    expect((await writer.finish()).rows).toBe(50_000);
    const ids: number[] = [];
    for await (const { id } of readJsonl<{ id: number }>(path)) ids.push(id);
    expect(ids).toEqual(Array.from({ length: 50_000 }, (_, at) => at));
  });
});

describe('readJsonl', () => {
  it('tolerates a byte order mark, CRLF, blank lines and a missing last newline', async () => {
    await writeFile(path, '\uFEFF{"a":1}\r\n\r\n   \n{"a":2}\n\n{"a":3}');
    expect(await readAll()).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect(await countLines(path)).toBe(3);
  });

  it('names file and line of the first line that cannot be used', async () => {
    await writeFile(path, '{"a":1}\n\n{"a":}\n{"a":3}\n');
    const thrown = await readAll().catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ImaginariumError);
    expect(thrown).toMatchObject({ code: 'input/malformed', message: expect.stringContaining(`${path}:3 `) });
    await expect(readJsonl(join(folder, 'none.jsonl')).next()).rejects.toMatchObject({ code: 'input/not-found' });
  });

  it('goes on past broken lines when they are taken, and tells a torn one, a wrong one and bad bytes apart', async () => {
    const schema = z.object({ a: z.object({ b: z.number() }) });
    const parts = [
      '{"a":{"b":1}}\n{"a":{"b":"x"}}\nnonsense\n{"a":{"b":2}, "c":"',
      Buffer.from([0xff]),
      '"}\n{"a":{"b":3}}\n{"a":{"b',
    ];
    for (const part of parts) await appendFile(path, part);
    const broken: BrokenLine[] = [];
    expect(await readAll({ schema, onBroken: (line) => broken.push(line) })).toEqual([
      { a: { b: 1 } },
      { a: { b: 3 } },
    ]);
    expect(broken.map(({ line, torn }) => [line, torn ?? false])).toEqual([
      [2, false],
      [3, false],
      [4, false],
      [6, true],
    ]);
    expect(broken[0]?.reason).toMatch(/^a\.b: /);
    expect(broken[2]?.reason).toMatch(/UTF-8/);
  });

  it('takes a row nested deeper than a call stack holds for a broken one', async () => {
    const nested = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const flat = `{"a":[${'[],'.repeat(5000)}[]]}`;
    await writeFile(path, [nested(500), nested(2000), nested(200_000), flat, ''].join('\n'));
    const broken: BrokenLine[] = [];
    const read = await readAll({ schema: z.object({ a: z.array(z.json()) }), onBroken: (line) => broken.push(line) });
    expect(read).toHaveLength(2);
    expect(broken).toEqual([2, 3].map((line) => ({ line, reason: expect.stringContaining('levels deep') })));
  });

  it('reads whole rows only, while another appends', async () => {
    const appender = await openJsonlAppender(path);
    let done = false;
    const appending = (async () => {
      for (let id = 0; id < 120; id++) {
        appender.append({ id, text: '日'.repeat(id * 25) });
        if (id % 10 === 0) await appender.sync();
      }
      done = true;
    })();
    let last = 0;
    while (!done) {
      const torn: BrokenLine[] = [];
      const rows = (await readAll({ onBroken: (line) => torn.push(line) })) as { id: number }[];
      expect(rows.map(({ id }) => id)).toEqual(rows.map((_, at) => at));
      expect(torn.every((line) => line.torn === true)).toBe(true);
      expect(rows.length).toBeGreaterThanOrEqual(last);
      last = rows.length;
    }
    await appending;
    await appender.close();
    expect(await countLines(path)).toBe(120);
  });
});

describe('the appender', () => {
  it('keeps all rows in order, also those that come while others are synced', async () => {
    const appender = await openJsonlAppender(path);
    const syncs = Array.from({ length: 500 }, (_, id) => {
      appender.append({ id });
      return appender.sync();
    });
    await Promise.all(syncs);
    appender.append({ id: 500 });
    await appender.close();
    expect(await readAll()).toEqual(Array.from({ length: 501 }, (_, id) => ({ id })));
  });

  it('has handed a row to the system when append returns', async () => {
    const appender = await openJsonlAppender(path);
    appender.append({ id: 1 });
    expect(readFileSync(path, 'utf8')).toBe('{"id":1}\n');
    await appender.close();
  });

  it.skipIf(!existsSync('/dev/null'))(
    'syncs of its own accord, and takes no row once the disk refused one',
    async () => {
      // A device has no disk behind it: every sync of it fails.
      const appender = await openJsonlAppender('/dev/null');
      appender.append({ id: 1 });
      const refusal = expect.objectContaining({ code: 'disk/failed', message: expect.stringContaining('/dev/null') });
      await vi.waitFor(() => expect(() => appender.append({ id: 2 })).toThrow(refusal), { timeout: 10_000 });
      await expect(appender.sync()).rejects.toEqual(refusal);
      await expect(appender.close()).rejects.toEqual(refusal);
    },
  );

  it('cuts a torn last line away, however long, and gives a whole one its newline', async () => {
    await writeFile(path, `{"id":1}\n{"id":2,"text":"${'x'.repeat(200_000)}`);
    await (await openJsonlAppender(path)).close();
    expect(await readFile(path, 'utf8')).toBe('{"id":1}\n');
    await writeFile(path, '{"id":1}\n{"id":2}');
    const appender = await openJsonlAppender(path);
    appender.append({ id: 3 });
    await appender.close();
    expect(await readFile(path, 'utf8')).toBe('{"id":1}\n{"id":2}\n{"id":3}\n');
    await writeFile(path, '{"id":');
    await (await openJsonlAppender(path)).close();
    expect((await stat(path)).size).toBe(0);
  });
});
