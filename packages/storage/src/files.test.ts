import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Manifest, sha256 } from '@imaginarium/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openJsonlAppender } from './append-jsonl.ts';
import { diskError } from './disk-error.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { readManifest, writeManifest } from './manifest.ts';
import { writeByteStream } from './write-byte-stream.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeFileAtomic', () => {
  it('makes the folder, replaces the file as a whole and leaves nothing else', async () => {
    const path = join(folder, 'a', 'b.txt');
    await writeFileAtomic(path, 'one');
    await link(path, join(folder, 'old'));
    await writeFileAtomic(path, new Uint8Array([50]));
    expect(await readFile(path, 'utf8')).toBe('2');
    // The old file was replaced, never written into: who holds it still reads all of it.
    expect(await readFile(join(folder, 'old'), 'utf8')).toBe('one');
    expect(await readdir(join(folder, 'a'))).toEqual(['b.txt']);
  });

  it('says what is in the way', async () => {
    await mkdir(join(folder, 'taken', 'x'), { recursive: true });
    await expect(writeFileAtomic(join(folder, 'taken'), '')).rejects.toMatchObject({
      code: expect.stringMatching(/^disk\//),
    });
    await writeFile(join(folder, 'file'), '');
    await expect(writeFileAtomic(join(folder, 'file', 'x'), '')).rejects.toMatchObject({
      code: expect.stringMatching(/^disk\//),
      message: expect.stringContaining(join(folder, 'file', 'x')),
    });
    expect((await readdir(folder)).sort()).toEqual(['file', 'taken']);
  });

  it.skipIf(getuid?.() === 0)('names a folder that it may not write to', async () => {
    await chmod(folder, 0o500);
    await expect(writeFileAtomic(join(folder, 'x'), '')).rejects.toMatchObject({ code: 'disk/permission' });
    await chmod(folder, 0o700);
  });
});

describe('writeByteStream', () => {
  it('writes what comes, says its digest, and leaves nothing of what breaks off', async () => {
    async function* chunks(isBroken: boolean) {
      yield Buffer.from('on');
      if (isBroken) throw new Error('gone');
      yield Buffer.from('e');
    }
    const path = join(folder, 'a', 'file');
    expect(await writeByteStream(path, chunks(false))).toEqual({ bytes: 3, sha256: sha256('one') });
    await expect(writeByteStream(path, chunks(true))).rejects.toThrow('gone');
    expect(await readFile(path, 'utf8')).toBe('one');
    expect(await readdir(join(folder, 'a'))).toEqual(['file']);
    await expect(writeByteStream(join(path, 'x'), chunks(false))).rejects.toMatchObject({
      code: expect.stringMatching(/^disk\//),
    });
  });
});

describe('a full disk', () => {
  it('is said with the path and what to do', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(diskError(full, 'write', '/data/x.jsonl')).toMatchObject({
      code: 'disk/full',
      message: 'Could not write /data/x.jsonl: the disk is full.',
      hint: expect.stringContaining('Free some space'),
    });
  });

  it.skipIf(!existsSync('/dev/full'))('fails the append that it stops', async () => {
    const appender = await openJsonlAppender('/dev/full');
    expect(() => appender.append({ id: 1 })).toThrow(expect.objectContaining({ code: 'disk/full' }));
    await appender.close();
  });

  it.skipIf(platform === 'win32')('leaves the old files, and nothing half written', async () => {
    const child = fileURLToPath(new URL('./testing/write-past-limit.ts', import.meta.url));
    const tsx = fileURLToPath(import.meta.resolve('tsx'));
    // A limit on the size of a file (16 blocks of 512 bytes or 1 KB) stops a write in its middle, as a full disk does.
    const { stdout } = await promisify(execFile)(
      '/bin/sh',
      [
        ...[
          '-c',
          'ulimit -f 16; exec "$@"',
          'sh',
          process.execPath,
          '-C',
          '@imaginarium/source',
          '--import',
          tsx,
          child,
          folder,
        ],
      ],
      { env: { ...process.env, TSX_DISABLE_CACHE: '1' } },
    );
    expect(JSON.parse(stdout)).toEqual({
      writeFileAtomic: 'disk/full',
      writeJsonl: 'disk/full',
      append: 'disk/full',
      writeParquet: 'disk/full',
    });
    expect((await readdir(folder, { recursive: true })).sort()).toEqual([
      'data',
      'log.jsonl',
      'rows.json',
      'rows.jsonl',
    ]);
    expect(await readFile(join(folder, 'rows.json'), 'utf8')).toBe('old');
    expect(await readFile(join(folder, 'rows.jsonl'), 'utf8')).toMatch(/^\{"id":1,.*\}\n$/);
    expect(await readFile(join(folder, 'log.jsonl'), 'utf8')).toBe('{"id":1}\n{"id":3}\n');
  });
});

describe('readJsonFile', () => {
  const schema = z.object({ a: z.array(z.object({ b: z.number() })) });

  it('reads what writeJsonFile wrote', async () => {
    const path = join(folder, 'x.json');
    await writeJsonFile(path, { a: [{ b: 1 }] });
    expect(await readJsonFile(path, schema)).toEqual({ a: [{ b: 1 }] });
  });

  it('names the file, and the place in it, of what cannot be used', async () => {
    const path = join(folder, 'x.json');
    await expect(readJsonFile(path, schema)).rejects.toMatchObject({
      code: 'input/not-found',
      message: expect.stringContaining(path),
    });
    await writeFile(path, '{"a": [');
    await expect(readJsonFile(path, schema)).rejects.toMatchObject({
      code: 'input/malformed',
      message: expect.stringContaining(path),
    });
    await writeFile(path, '{"a": [{"b": 1}, {"b": "2"}]}');
    await expect(readJsonFile(path, schema)).rejects.toMatchObject({
      code: 'input/malformed',
      message: expect.stringContaining('a[1].b: '),
    });
  });
});

describe('the manifest', () => {
  it('comes back as it was written, and is refused when it is not one', async () => {
    const manifest: Manifest = {
      format: 1,
      name: 'run',
      seed: 1,
      config: { tools: ['x'] },
      configHash: 'h',
      versions: { imaginarium: '0.1.0', node: '20' },
      createdAt: 1,
      updatedAt: 2,
      state: 'running',
      stages: {},
      failure: null,
    };
    await writeManifest(folder, manifest);
    expect(await readManifest(folder)).toEqual(manifest);
    await writeManifest(folder, { ...manifest, state: 'asleep' as never });
    await expect(readManifest(folder)).rejects.toMatchObject({
      code: 'input/malformed',
      message: expect.stringContaining('state: '),
    });
  });
});
