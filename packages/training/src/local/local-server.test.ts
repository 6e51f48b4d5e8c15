import { createHash } from 'node:crypto';
import { toFile } from 'openai';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
    expect(await ask(second.fine_tuned_model!)).toBe('scripted-base, seed 7 epoch 1, seed 8 epoch 1: Hi');
  });
});

describe.skipIf(description === undefined)('the contract', () => {
  it('was there to check every answer above', () => {
    expect(contract?.seen.size).toBeGreaterThan(0);
  });
});
