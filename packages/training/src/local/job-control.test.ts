import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@imaginarium/contracts';
import { toFile } from 'openai';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLocalServer } from './create-local-server.ts';
import { fineTunedName } from './job-record.ts';
import { findDescription } from './testing/find-description.ts';
import { createGate, type Gate } from './testing/gate.ts';
import { preferenceLines, supervisedLines } from './testing/records.ts';
import { openResponseContract, type ResponseContract } from './testing/response-contract.ts';
import { createScriptedTrainer, type ScriptedTrainer } from './testing/scripted-trainer.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

const description = findDescription(process.env.IMAGINARIUM_REFERENCE);
let contract: ResponseContract | undefined;
let server: TestServer;
let trainer: ScriptedTrainer;
let gate: Gate;
beforeAll(async () => {
  if (description !== undefined) contract = await openResponseContract(description);
});
beforeEach(async () => {
  gate = createGate();
  trainer = createScriptedTrainer({ beforeStep: gate.pass });
  server = await startServer({ trainers: [trainer], contract });
});
afterEach(() => server.end());

const jobs = () => server.client.fineTuning.jobs;

async function launch(text = supervisedLines(10), more: object = {}): Promise<string> {
  const file = await server.client.files.create({
    file: await toFile(Buffer.from(text), 'a.jsonl'),
    purpose: 'fine-tune',
  });
  return (await jobs().create({ model: 'scripted-base', training_file: file.id, ...more })).id;
}
const statusOf = async (id: string) => (await jobs().retrieve(id)).status;
const reaches = (id: string, status: string) => expect.poll(() => statusOf(id), { timeout: 10_000 }).toBe(status);
async function messagesOf(id: string): Promise<string[]> {
  const messages: string[] = [];
  for await (const { message } of jobs().listEvents(id)) messages.unshift(message);
  return messages;
}
async function stepsOf(id: string): Promise<number[]> {
  const steps: number[] = [];
  for await (const event of jobs().listEvents(id, { limit: 7 }))
    if (event.type === 'metrics') steps.unshift((event.data as { step: number }).step);
  return steps;
}
const ALL_STEPS = [1, 2, 3, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 12];

describe('jobs of the local server', () => {
  it('are worked on one at a time, in the order in which they were made', async () => {
    const [first, second] = [await launch(), await launch()];
    await gate.waitFor(2);
    expect(await statusOf(first)).toBe('running');
    expect(await statusOf(second)).toBe('validating_files');
    gate.open();
    await reaches(second, 'succeeded');
    expect(trainer.orders).toHaveLength(2);
    expect((await jobs().list()).data.map(({ id }) => id)).toEqual([second, first]);
  });

  it('pause and go on where the trainer kept its state, and tell nothing twice', async () => {
    const id = await launch();
    gate.openTo(7);
    await gate.waitFor(7);
    const paused = await jobs().pause(id);
    expect(paused).toMatchObject({ status: 'queued', paused_at: expect.any(Number) });
    const other = await launch();
    gate.open();
    await reaches(other, 'succeeded');
    expect(await jobs().retrieve(id)).toMatchObject({ status: 'queued', paused_at: expect.any(Number) });
    await expect(jobs().pause(id)).rejects.toMatchObject({ status: 400, code: 'invalid_job_state' });
    expect(await jobs().resume(id)).not.toHaveProperty('paused_at');
    await reaches(id, 'succeeded');
    expect(await stepsOf(id)).toEqual(ALL_STEPS);
    expect(await messagesOf(id)).toEqual(
      expect.arrayContaining(['The job was paused', 'The job was resumed', 'Fine-tuning job taken up again']),
    );
    await expect(jobs().resume(id)).rejects.toMatchObject({ status: 400 });
  });

  it('are cancelled at once: while they wait, and while a trainer is at work', async () => {
    const [running, waiting] = [await launch(), await launch()];
    await gate.waitFor(1);
    expect((await jobs().cancel(waiting)).status).toBe('cancelled');
    expect((await jobs().cancel(running)).status).toBe('cancelled');
    gate.open();
    const next = await launch();
    await reaches(next, 'succeeded');
    expect(await jobs().retrieve(running)).toMatchObject({ status: 'cancelled', finished_at: expect.any(Number) });
    expect(trainer.orders).toHaveLength(2);
    await expect(jobs().cancel(running)).rejects.toMatchObject({ status: 400 });
    expect((await messagesOf(running)).at(-1)).toBe('The job was cancelled');
  });

  it('fail with the reason: a broken file, too few examples, what the trainer says', async () => {
    gate.open();
    const cases = [
      { text: `${supervisedLines(3)}{"messages": [\n`, error: { code: 'invalid_training_file', message: /^Line 4: / } },
      { text: supervisedLines(9), error: { code: 'invalid_training_file', message: /9 examples; at least 10/ } },
      {
        text: `{"messages": []}\n${supervisedLines(10)}`,
        error: { code: 'invalid_training_file', message: /^Example 1: / },
      },
      {
        text: supervisedLines(10, 'cannot be trained on').replaceAll(/ \d+[?.]/g, ''),
        error: { code: 'input/scripted', message: /Remove it/ },
      },
      { text: preferenceLines(10), error: { code: 'invalid_training_file', message: /"messages"/ } },
    ];
    for (const { text, error } of cases) {
      const id = await launch(text);
      await reaches(id, 'failed');
      const job = await jobs().retrieve(id);
      expect(job.error).toMatchObject({ code: error.code, message: expect.stringMatching(error.message) });
      expect((await messagesOf(id)).at(-1)).toBe(job.error!.message);
    }
    const preference = await launch(preferenceLines(10), {
      method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.5 } } },
    });
    await reaches(preference, 'succeeded');
    expect(trainer.orders.at(-1)).toMatchObject({ method: 'dpo', beta: 0.5 });
    expect(await jobs().retrieve(preference)).toMatchObject({
      method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.5, n_epochs: 'auto' } } },
    });
  });

  it('are found by their metadata', async () => {
    gate.open();
    const ids = [
      await launch(undefined, { metadata: { key: 'a', round: '1' } }),
      await launch(undefined, { metadata: { key: 'b' } }),
      await launch(),
    ];
    const found = async (metadata: Record<string, string> | null) =>
      (await jobs().list({ metadata, limit: 5 })).data.map(({ id }) => id);
    expect(await found({ key: 'a' })).toEqual([ids[0]]);
    expect(await found({ key: 'a', round: '2' })).toEqual([]);
    expect(await found(null)).toEqual([ids[2]]);
    expect(await found({})).toEqual(ids.toReversed());
  });

  it('keep their files, and their models while others train from them', async () => {
    const { client } = server;
    gate.open();
    const first = await launch();
    await reaches(first, 'succeeded');
    const model = (await jobs().retrieve(first)).fine_tuned_model!;
    gate.close();
    const second = await launch(undefined, { model });
    await gate.waitFor(13);
    const file = (await jobs().retrieve(second)).training_file;
    await expect(client.files.delete(file)).rejects.toMatchObject({ status: 409 });
    await expect(client.models.delete(model)).rejects.toMatchObject({ status: 409 });
    gate.open();
    await reaches(second, 'succeeded');
    const list = async () => (await client.models.list()).data.map(({ id }) => id);
    expect(await list()).toHaveLength(1 + 2 * 4);
    expect(await client.models.delete(model)).toEqual({ id: model, object: 'model', deleted: true });
    await expect(client.models.retrieve(model)).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
    await expect(jobs().create({ model, training_file: file })).rejects.toMatchObject({ status: 400, param: 'model' });
    // The last checkpoint has the same weights under a name of its own; with it they go.
    const [last] = (await jobs().checkpoints.list(first)).data;
    const weights = () => readdir(join(server.folder, 'jobs', first, 'trainer'));
    expect(await weights()).toContain('epoch-3');
    await client.models.delete(last!.fine_tuned_model_checkpoint);
    expect(await weights()).not.toContain('epoch-3');
    expect(await list()).toHaveLength(7);
    await client.files.delete(file);
    await expect(client.models.delete('scripted-base')).rejects.toMatchObject({ status: 403 });
  });

  it('keep their last three checkpoints, and what another job goes on from', async () => {
    const hyperparameters = { n_epochs: 6 };
    const first = await launch(undefined, { hyperparameters });
    const foldersOf = async (id: string) =>
      (await readdir(join(server.folder, 'jobs', id, 'trainer'))).filter((name) => name.startsWith('epoch-')).sort();
    const stepsKept = async (id: string) =>
      (await jobs().checkpoints.list(id)).data.map(({ step_number }) => step_number);
    gate.openTo(9);
    await gate.waitFor(10);
    const [, early] = (await jobs().checkpoints.list(first)).data;
    const file = (await jobs().retrieve(first)).training_file;
    const second = await jobs().create({ model: early!.fine_tuned_model_checkpoint, training_file: file });
    // Ended in the middle, it keeps the same ones afterwards.
    server = await server.restart();
    gate.open();
    await reaches(second.id, 'succeeded');
    expect(trainer.orders.at(-1)?.checkpoint).toMatch(/epoch-1$/);
    expect(await stepsKept(first)).toEqual([24, 20, 16, 4]);
    expect(await foldersOf(first)).toEqual(['epoch-1', 'epoch-4', 'epoch-5', 'epoch-6']);
    const names = (await server.client.models.list()).data.map(({ id }) => id);
    expect(
      names.filter((name) => name.startsWith(fineTunedName({ baseModel: 'scripted-base', suffix: null, id: first }))),
    ).toHaveLength(5);
    const { fine_tuned_model: last } = await jobs().retrieve(first);
    const third = await launch(undefined, { model: last, hyperparameters });
    await reaches(third, 'succeeded');
    expect(await stepsKept(third)).toEqual([24, 20, 16]);
    expect(await foldersOf(third)).toEqual(['epoch-4', 'epoch-5', 'epoch-6']);
  });

  it('go on after the server was ended in the middle, and everything else is still there', async () => {
    const id = await launch();
    const waiting = await launch();
    const before = (await server.client.files.list()).data;
    gate.openTo(6);
    await gate.waitFor(6);
    await expect(createLocalServer({ folder: server.folder, trainers: [], clock: systemClock })).rejects.toMatchObject({
      code: 'locked/run',
    });
    server = await server.restart();
    expect((await server.client.files.list()).data).toEqual(before);
    gate.open();
    await reaches(id, 'succeeded');
    await reaches(waiting, 'succeeded');
    expect(await stepsOf(id)).toEqual(ALL_STEPS);
    expect(trainer.orders[1]).toEqual(trainer.orders[0]);
    const messages = await messagesOf(id);
    expect(messages.filter((message) => /^Created|^Files|started$|successfully/.test(message))).toHaveLength(4);
    expect((await jobs().list()).data.map((job) => job.id)).toEqual([waiting, id]);
  });

  it('end the server in bounded time though a trainer does not listen', async () => {
    let release = () => {};
    const deaf = createScriptedTrainer({ beforeStep: () => new Promise((resolve) => (release = resolve)) });
    const other = await startServer({
      trainers: [deaf],
      clock: { now: () => Date.now(), sleep: async () => {} },
    });
    try {
      const file = await other.client.files.create({
        file: await toFile(Buffer.from(supervisedLines(10)), 'a'),
        purpose: 'fine-tune',
      });
      await other.client.fineTuning.jobs.create({ model: 'scripted-base', training_file: file.id });
      await expect.poll(() => deaf.orders.length).toBe(1);
    } finally {
      await other.end();
      release();
    }
  });
});
