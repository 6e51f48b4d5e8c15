import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import OpenAI, { toFile } from 'openai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { supervisedLines } from './testing/records.ts';

const script = fileURLToPath(new URL('./testing/serve-until-killed.ts', import.meta.url));
const STEP_MS = 25;
let folder: string;
let children: ChildProcess[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-server-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) await kill(child);
  await rm(folder, { recursive: true, force: true });
});

async function serve(): Promise<{ child: ChildProcess; client: OpenAI }> {
  const child = spawn(
    execPath,
    ['--conditions=@imaginarium/source', '--import', 'tsx', script, folder, String(STEP_MS)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  children.push(child);
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, client: new OpenAI({ baseURL: String(line).trim(), apiKey: 'any', maxRetries: 0 }) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('a local server that is killed', () => {
  it('takes its job up again until it ended once; files and uploads are there, halves are swept', async () => {
    let { child, client } = await serve();
    const text = supervisedLines(10);
    const file = await client.files.create({ file: await toFile(Buffer.from(text), 'a.jsonl'), purpose: 'fine-tune' });
    const upload = await client.uploads.create({ bytes: 8, filename: 'b', mime_type: 'x', purpose: 'fine-tune' });
    const part = await client.uploads.parts.create(upload.id, { data: await toFile(Buffer.from('12345678')) });
    const { id } = await client.fineTuning.jobs.create({ model: 'scripted-base', training_file: file.id });
    const lastStep = async () =>
      Math.max(
        0,
        ...(await client.fineTuning.jobs.listEvents(id)).data.map(
          (event) => (event.data as { step?: number }).step ?? 0,
        ),
      );
    // In the first epoch, of which nothing is kept; in the second; in the third.
    for (const step of [2, 6, 10]) {
      await expect.poll(lastStep, { timeout: 20_000, interval: 5 }).toBeGreaterThanOrEqual(step);
      await kill(child);
      await writeFile(join(folder, 'files', '.content-half.pending'), 'half');
      await writeFile(join(folder, 'files', 'file-0123456789abcdef01234567.bin'), 'no description');
      await mkdir(join(folder, 'jobs', 'ftjob-0123456789abcdef01234567'), { recursive: true });
      await writeFile(join(folder, 'uploads', upload.id, 'part-half'), 'half');
      ({ child, client } = await serve());
    }
    await expect
      .poll(async () => (await client.fineTuning.jobs.retrieve(id)).status, { timeout: 20_000 })
      .toBe('succeeded');
    const events = (await client.fineTuning.jobs.listEvents(id, { limit: 100 })).data.toReversed();
    const steps = events.flatMap((event) => (event.type === 'metrics' ? [(event.data as { step: number }).step] : []));
    expect(steps).toEqual([1, 2, 3, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 12]);
    const messages = events.map(({ message }) => message).filter((message) => !/^Step|taken up/.test(message));
    expect(new Set(messages).size).toBe(messages.length);
    expect(messages.at(-1)).toBe('The job has successfully completed');
    expect((await client.fineTuning.jobs.checkpoints.list(id)).data).toHaveLength(3);
    expect((await client.fineTuning.jobs.list()).data).toHaveLength(1);
    const results = await client.files.list({ purpose: 'fine-tune-results' });
    expect(results.data.map((one) => one.id)).toEqual((await client.fineTuning.jobs.retrieve(id)).result_files);
    expect(await (await client.files.content(file.id)).text()).toBe(text);
    const names = await readdir(join(folder, 'files'));
    expect(names.filter((name) => /pending$|0123456789abcdef/.test(name))).toEqual([]);
    expect(await readdir(join(folder, 'uploads', upload.id))).toEqual([part.id]);
    expect((await client.uploads.complete(upload.id, { part_ids: [part.id] })).file?.bytes).toBe(8);
  }, 60_000);
});
