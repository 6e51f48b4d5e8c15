import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { systemClock } from '@imaginarium/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileStore } from './file-store.ts';

const options = { clock: systemClock };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const content = (...chunks: string[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
const details = { filename: 'a', purpose: 'fine-tune' };

describe('the file store', () => {
  it('takes as many bytes as it may and refuses one more, of which nothing is left', async () => {
    const files = await openFileStore(folder, options);
    const whole = await files.receive(content('12345', '67890'), 10);
    expect((await whole.keep(details)).bytes).toBe(10);
    await expect(files.receive(content('12345', '678901'), 10)).rejects.toMatchObject({ status: 413, param: 'file' });
    expect(await readdir(folder)).toHaveLength(2);
    expect(files.list()).toHaveLength(1);
  });

  it('drops what was received and not kept', async () => {
    const files = await openFileStore(folder, options);
    await (await files.receive(content('1'), 10)).drop();
    expect(await readdir(folder)).toEqual([]);
  });

  it('reads a file to its end though it is removed meanwhile', async () => {
    const files = await openFileStore(folder, options);
    const { id } = await (await files.receive(content('all of it'), 100)).keep(details);
    const reading = await files.read(id);
    await files.remove(id);
    expect(await text(reading)).toBe('all of it');
    await expect(files.read(id)).rejects.toMatchObject({ status: 404 });
  });

  it('gives files made at once in one order, now and after a restart', async () => {
    const files = await openFileStore(folder, options);
    await Promise.all(
      Array.from({ length: 20 }, async (_, nth) =>
        (await files.receive(content('x'.repeat(nth * 1000)), 1e6)).keep({ ...details, filename: String(nth) }),
      ),
    );
    const again = await openFileStore(folder, options);
    expect(again.list()).toEqual(files.list());
    expect(again.list()).toHaveLength(20);
  });
});
