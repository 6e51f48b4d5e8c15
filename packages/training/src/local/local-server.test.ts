import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@imaginarium/contracts';
import { toFile } from 'openai';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLocalServer } from './create-local-server.ts';
import { findDescription } from './testing/find-description.ts';
import { supervisedLines } from './testing/records.ts';
import { openResponseContract, type ResponseContract } from './testing/response-contract.ts';
import { createScriptedTrainer, type ScriptedTrainer } from './testing/scripted-trainer.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

const description = findDescription(process.env.IMAGINARIUM_REFERENCE);
let contract: ResponseContract | undefined;
let server: TestServer;
let trainer: ScriptedTrainer;
beforeAll(async () => {
  if (description !== undefined) contract = await openResponseContract(description);
});
beforeEach(async () => {
  trainer = createScriptedTrainer();
  server = await startServer({ trainers: [trainer], contract });
});
afterEach(() => server.end());

async function upload(text: string): Promise<string> {
  const file = await server.client.files.create({
    file: await toFile(Buffer.from(text), 'train.jsonl'),
    purpose: 'fine-tune',
  });
  return file.id;
}

async function finished(id: string) {
  await expect
    .poll(async () => (await server.client.fineTuning.jobs.retrieve(id)).finished_at, { timeout: 10_000 })
    .not.toBeNull();
  return server.client.fineTuning.jobs.retrieve(id);
}

describe("the local server, driven by OpenAI's own SDK", () => {
  it('keeps files: makes, lists, pages, reads and deletes them', async () => {
    const { client } = server;
    const texts = [1, 2, 3].map((count) => supervisedLines(count));
    const ids: string[] = [];
    for (const text of texts) ids.push(await upload(text));
    const newestFirst = [];
    for await (const file of client.files.list({ limit: 2 })) newestFirst.push(file.id);
    expect(newestFirst).toEqual(ids.toReversed());
    const page = await client.files.list({ order: 'asc', limit: 1, after: ids[0]!, purpose: 'fine-tune' });
    expect(page.data).toMatchObject([{ id: ids[1], bytes: Buffer.byteLength(texts[1]!), filename: 'train.jsonl' }]);
    expect(page.has_more).toBe(true);
    expect((await client.files.list({ purpose: 'fine-tune-results' })).data).toEqual([]);
    expect(await (await client.files.content(ids[2]!)).text()).toBe(texts[2]);
    expect(await client.files.delete(ids[0]!)).toMatchObject({ id: ids[0], deleted: true });
    await expect(client.files.retrieve(ids[0]!)).rejects.toMatchObject({ status: 404, code: 'not_found' });
    expect(await client.files.retrieve(ids[1]!)).toMatchObject({ status: 'processed', purpose: 'fine-tune' });
  });

  it('joins uploads of several parts in the order asked for, and checks their md5', async () => {
    const { client } = server;
    const text = supervisedLines(30);
    const halves = [text.slice(0, 400), text.slice(400)];
    const create = () =>
      client.uploads.create({
        bytes: text.length,
        filename: 'big.jsonl',
        mime_type: 'text/jsonl',
        purpose: 'fine-tune',
      });
    const made = await create();
    const second = await client.uploads.parts.create(made.id, { data: await toFile(Buffer.from(halves[1]!)) });
    const first = await client.uploads.parts.create(made.id, { data: await toFile(Buffer.from(halves[0]!)) });
    await expect(client.uploads.complete(made.id, { part_ids: [first.id] })).rejects.toMatchObject({ status: 400 });
    const order = { part_ids: [first.id, second.id] };
    await expect(client.uploads.complete(made.id, { ...order, md5: '0'.repeat(32) })).rejects.toMatchObject({
      status: 400,
      param: 'md5',
    });
    const md5 = createHash('md5').update(text).digest('hex');
    const completed = await client.uploads.complete(made.id, { ...order, md5 });
    expect(completed).toMatchObject({ status: 'completed', file: { filename: 'big.jsonl', bytes: text.length } });
    expect(await (await client.files.content(completed.file!.id)).text()).toBe(text);
    expect((await client.files.list()).data).toHaveLength(1);
    const other = await create();
    expect((await client.uploads.cancel(other.id)).status).toBe('cancelled');
    await expect(client.uploads.cancel(other.id)).rejects.toMatchObject({ status: 400 });
  });

  it('trains: job, events, checkpoints, result file, and a model that answers', async () => {
    const { client } = server;
    const validation = await upload(supervisedLines(2));
    const made = await client.fineTuning.jobs.create({
      model: 'scripted-base',
      training_file: await upload(supervisedLines(10)),
      validation_file: validation,
      suffix: 'tools',
      seed: 7,
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2, batch_size: 'auto' } } },
      metadata: { runKey: 'run-1' },
    });
    expect(made).toMatchObject({
      status: 'validating_files',
      seed: 7,
      hyperparameters: { n_epochs: 2, batch_size: 'auto' },
    });
    const job = await finished(made.id);
    expect(job).toMatchObject({
      status: 'succeeded',
      error: null,
      fine_tuned_model: expect.stringMatching(/^ft:scripted-base:local:tools:[0-9a-f]{8}$/),
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2 } } },
      metadata: { runKey: 'run-1' },
    });
    expect(trainer.orders).toMatchObject([
      { epochs: 2, batchSize: null, seed: 7, checkpoint: null, method: 'supervised' },
    ]);
    const events = [];
    for await (const event of client.fineTuning.jobs.listEvents(job.id, { limit: 3 })) events.push(event);
    const messages = events.toReversed().map(({ message }) => message);
    expect(messages.slice(0, 4)).toEqual([
      `Created fine-tuning job: ${job.id}`,
      'Files validated, moving job to queued state',
      'Fine-tuning job started',
      '2 epochs to train',
    ]);
    expect(messages.slice(-2)).toEqual([
      `New fine-tuned model created: ${job.fine_tuned_model}`,
      'The job has successfully completed',
    ]);
    const steps = events
      .toReversed()
      .flatMap((event) => (event.type === 'metrics' ? [(event.data as { step: number }).step] : []));
    expect(steps).toEqual([1, 2, 3, 4, 4, 5, 6, 7, 8, 8]);
    const { data: checkpoints } = await client.fineTuning.jobs.checkpoints.list(job.id);
    expect(checkpoints.map(({ step_number }) => step_number)).toEqual([8, 4]);
    const csv = await (await client.files.content(job.result_files[0]!)).text();
    expect(csv.split('\n').slice(0, 2)).toEqual([
      'step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy',
      '1,1,,,',
    ]);
    const ask = async (model: string) =>
      (await client.chat.completions.create({ model, messages: [{ role: 'user', content: 'Hi' }] })).choices[0]?.message
        .content;
    expect(await ask('scripted-base')).toBe('scripted-base: Hi');
    expect(await ask(job.fine_tuned_model!)).toBe('scripted-base, seed 7 epoch 2: Hi');
    expect(await ask(checkpoints[1]!.fine_tuned_model_checkpoint)).toBe('scripted-base, seed 7 epoch 1: Hi');

    const further = await client.fineTuning.jobs.create({
      model: checkpoints[1]!.fine_tuned_model_checkpoint,
      training_file: job.training_file,
      seed: 8,
      hyperparameters: { n_epochs: 1 },
    });
    const second = await finished(further.id);
    expect(second.fine_tuned_model).toMatch(/^ft:scripted-base:local::/);
    expect((await client.fineTuning.jobs.list()).data).toEqual([second, job]);
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual([
      'scripted-base',
      ...checkpoints.toReversed().map((checkpoint) => checkpoint.fine_tuned_model_checkpoint),
      job.fine_tuned_model,
      `${second.fine_tuned_model}:ckpt-step-4`,
      second.fine_tuned_model,
    ]);
    expect(await ask(second.fine_tuned_model!)).toBe('scripted-base, seed 7 epoch 1, seed 8 epoch 1: Hi');
  });

  it('names models with slashes and colons, and keeps several trainers apart', async () => {
    const baseModels = ['mistralai/Mistral-7B-Instruct-v0.3', 'llama3.2:1b'];
    const other = await startServer({
      contract,
      trainers: [trainer, createScriptedTrainer({ name: 'other', baseModels })],
    });
    try {
      const { client } = other;
      for (const id of baseModels) expect(await client.models.retrieve(id)).toMatchObject({ id, owned_by: 'other' });
      for (const path of [
        'mistralai/Mistral-7B-Instruct-v0.3',
        'mistralai%2FMistral-7B-Instruct-v0.3',
        'llama3.2%3A1b',
      ])
        expect((await other.request(`/v1/models/${path}`)).status).toBe(200);
      const file = await client.files.create({
        file: await toFile(Buffer.from(supervisedLines(10)), 'a'),
        purpose: 'fine-tune',
      });
      const job = await client.fineTuning.jobs.create({
        model: baseModels[0]!,
        training_file: file.id,
        suffix: 'my tools: v1/2',
      });
      await expect
        .poll(async () => (await client.fineTuning.jobs.retrieve(job.id)).fine_tuned_model, { timeout: 10_000 })
        .toMatch(/^ft:mistralai\/Mistral-7B-Instruct-v0\.3:local:my-tools-v1-2:[0-9a-f]{8}$/);
      const name = (await client.fineTuning.jobs.retrieve(job.id)).fine_tuned_model!;
      expect(await client.models.retrieve(name)).toMatchObject({ id: name, owned_by: 'other' });
      expect(await client.models.delete(name)).toMatchObject({ id: name, deleted: true });
      expect(trainer.orders).toEqual([]);
    } finally {
      await other.end();
    }
  });

  it('derives a seed where none is given, and serves it', async () => {
    const training_file = await upload(supervisedLines(10));
    const seeds = [];
    for (let nth = 0; nth < 2; nth++)
      seeds.push((await server.client.fineTuning.jobs.create({ model: 'scripted-base', training_file })).seed);
    expect(new Set(seeds).size).toBe(2);
    await expect.poll(() => trainer.orders.map(({ seed }) => seed), { timeout: 10_000 }).toEqual(seeds);
  });
});

describe('start and end', () => {
  it('says that it cannot listen, and lets go of the folder', async () => {
    const port = Number(new URL(server.url).port);
    const folder = await mkdtemp(join(tmpdir(), 'local-server-'));
    const options = { folder, trainers: [trainer], clock: systemClock };
    await expect(createLocalServer({ ...options, port })).rejects.toMatchObject({ code: 'config/cannot-listen' });
    const next = await createLocalServer(options);
    await Promise.all([next.close(), next.close()]);
    await expect(fetch(`${next.url}/models`)).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['files', 'jobs', 'uploads']);
    await rm(folder, { recursive: true });
  });

  it('refuses two trainers of one name', async () => {
    const options = { folder: server.folder, trainers: [trainer, trainer], clock: systemClock };
    await expect(createLocalServer(options)).rejects.toMatchObject({ code: 'config/trainer-twice' });
  });

  it('leaves nothing of a file whose sender went away in the middle', async () => {
    const request = httpRequest(`${server.url}/files`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 1_000_000 },
    });
    request.on('error', () => {});
    request.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhalf of it');
    const names = () => readdir(join(server.folder, 'files'));
    await expect.poll(names).toEqual([expect.stringMatching(/pending$/)]);
    request.destroy();
    await expect.poll(names).toEqual([]);
    expect((await server.client.files.list()).data).toEqual([]);
  });
});

describe('time', () => {
  it('ends uploads after an hour and files when they were meant to end, and sweeps them', async () => {
    let now = 1_790_000_000_000;
    const clock = { now: () => now, sleep: systemClock.sleep };
    let timed = await startServer({ contract, clock });
    try {
      const { client } = timed;
      const made = await client.uploads.create({ bytes: 2, filename: 'a', mime_type: 'x', purpose: 'fine-tune' });
      expect(made.expires_at - made.created_at).toBe(3600);
      await client.uploads.parts.create(made.id, { data: await toFile(Buffer.from('1')) });
      const short = await client.files.create({
        file: await toFile(Buffer.from('{}'), 'short'),
        purpose: 'fine-tune',
        expires_after: { anchor: 'created_at', seconds: 3600 },
      });
      const long = await client.files.create({ file: await toFile(Buffer.from('{}'), 'long'), purpose: 'fine-tune' });
      expect(short.expires_at).toBe(short.created_at + 3600);
      now += 3_600_000 + 2;
      await expect(
        client.uploads.parts.create(made.id, { data: await toFile(Buffer.from('1')) }),
      ).rejects.toMatchObject({ status: 400, message: expect.stringContaining('expired') });
      await expect(client.files.retrieve(short.id)).rejects.toMatchObject({ status: 404 });
      timed = await timed.restart();
      expect((await timed.client.files.list()).data.map(({ id }) => id)).toEqual([long.id]);
      expect((await readdir(join(timed.folder, 'files'))).filter((name) => name.includes(short.id))).toEqual([]);
      expect(await readdir(join(timed.folder, 'uploads'))).toEqual([`${made.id}.json`]);
    } finally {
      await timed.end();
    }
  });
});

describe.skipIf(description === undefined)('the contract', () => {
  it('was there to check the answers above: every operation that the server has but chat and control of jobs', () => {
    const elsewhere = /graders|permissions|chat|cancel|pause|resume/;
    const missing = contract?.operations.filter((name) => !contract?.seen.has(name) && !elsewhere.test(name));
    expect(missing).toEqual([]);
  });

  it('tells an answer that is not as it says', () => {
    const answer = { method: 'GET', path: '/v1/models', status: 200, contentType: 'application/json' };
    expect(() => contract?.check({ ...answer, body: '{"object":"list","data":[]}' })).not.toThrow();
    expect(() => contract?.check({ ...answer, body: '{"object":"list","data":[{"id":"m"}]}' })).toThrow(/owned_by/);
    expect(() => contract?.check({ ...answer, status: 404, body: '{"error":{"message":"m"}}' })).toThrow(/param/);
  });
});
