/**
 * `npm run interop:trl [PYTHON]`: the `trl` trainer with the real TRL, on CPU, behind the local endpoint, which OpenAI's own
 * package drives. Without PYTHON an environment is made (see trl-environment.ts). A model of Mistral's architecture, two
 * layers deep, is made from a configuration and trained on records of the quickstart: its loss must fall, a paused job must go
 * on from its checkpoint, preference data must train on top of it, and `transformers serve` must answer with what was trained.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@imaginarium/contracts';
import { createLocalServer, createTrlTrainer, type TrlTrainerOptions } from '@imaginarium/training';
import OpenAI, { toFile } from 'openai';
import { freePort, run, startTransformersServe, trlEnvironment } from './trl-environment.ts';

const records = fileURLToPath(new URL('../../runs/quickstart/records/openai/', import.meta.url));
if (!existsSync(records)) throw new Error('There are no records: `npm run quickstart` makes them.');

const say = (line: string) => process.stdout.write(`${line}\n`);
const expectThat = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`Not so: ${what}`);
  say(`  ok: ${what}`);
};
const [paused, taken] = ['The job was paused', 'Fine-tuning job taken up again'];

const python = process.argv[2] ?? (await trlEnvironment());
const folder = await mkdtemp(join(tmpdir(), 'imaginarium-trl-'));
try {
  await check();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function check(): Promise<void> {
  say("A model of Mistral's architecture");
  const model = join(folder, 'tiny-mistral');
  await run(python, [
    fileURLToPath(new URL('trl-tiny-model.py', import.meta.url)),
    join(records, 'train.jsonl'),
    model,
  ]);
  const port = await freePort();
  const env = { ...process.env, HF_HUB_OFFLINE: '1', TOKENIZERS_PARALLELISM: 'false' };
  const options: TrlTrainerOptions = {
    python,
    baseModels: [model],
    serve: { url: `http://127.0.0.1:${port}/v1` },
    clock: systemClock,
    env,
    device: 'cpu',
    perDeviceBatchSize: 4,
  };
  const trainer = createTrlTrainer(options);
  const server = await createLocalServer({ folder: join(folder, 'server'), trainers: [trainer], clock: systemClock });
  try {
    const client = new OpenAI({ baseURL: server.url, apiKey: 'none', maxRetries: 0 });
    const tuned = await trainSupervised(client, model);
    const preferred = await trainPreferences(client, tuned);
    await trainAdapter(options, model);
    say('Served');
    const serving = await startTransformersServe(python, port, env);
    try {
      for (const name of [model, tuned, preferred]) await ask(client, name);
    } finally {
      serving.kill();
    }
  } finally {
    await server.close();
  }
}

async function trainSupervised(client: OpenAI, model: string): Promise<string> {
  say('Supervised, paused at its first checkpoint and resumed');
  const { id } = await client.fineTuning.jobs.create({
    model,
    training_file: await upload(client, 'train.jsonl', 72),
    validation_file: await upload(client, 'validation.jsonl', 8),
    method: {
      type: 'supervised',
      supervised: { hyperparameters: { n_epochs: 2, batch_size: 8, learning_rate_multiplier: 200 } },
    },
    seed: 7,
  });
  while ((await client.fineTuning.jobs.checkpoints.list(id)).data.length === 0) {
    const { finished_at, error } = await client.fineTuning.jobs.retrieve(id);
    if (finished_at !== null) throw new Error(`The job ended early: ${error?.message}`);
    await systemClock.sleep(3000);
  }
  await client.fineTuning.jobs.pause(id);
  await client.fineTuning.jobs.resume(id);
  const events = await untilDone(client, id);
  const losses = events.flatMap(({ data }) => lossesOf(data));
  const steps = losses.map(({ step }) => step);
  const again = events.findIndex(({ message }) => message === taken);
  expectThat(again > events.findIndex(({ message }) => message === paused), 'it was paused and taken up again');
  const first = events.slice(again).flatMap(({ data }) => lossesOf(data))[0];
  expectThat((first?.step ?? 0) > 18, `it went on at step ${first?.step} of ${steps.at(-1)}`);
  const [from, to] = [losses[0]?.train_loss ?? 0, losses.at(-1)?.train_loss ?? 99];
  expectThat(to < 0.7 * from, `the training loss fell from ${from} to ${to}`);
  const valid = losses.flatMap(({ valid_loss }) => valid_loss ?? []);
  expectThat(valid.length === 2 && valid[1]! < valid[0]!, `the validation loss fell: ${valid.join(', ')}`);
  return tunedModel(client, id);
}

async function trainPreferences(client: OpenAI, model: string): Promise<string> {
  say('Preference data on top of it');
  const { id } = await client.fineTuning.jobs.create({
    model,
    training_file: await upload(client, 'preference-train.jsonl', 32),
    method: { type: 'dpo', dpo: { hyperparameters: { n_epochs: 1, batch_size: 8, beta: 0.2 } } },
    seed: 7,
  });
  await untilDone(client, id);
  return tunedModel(client, id);
}

async function trainAdapter(options: TrlTrainerOptions, model: string): Promise<void> {
  say('A LoRA adapter');
  const trainingFile = join(folder, 'train.jsonl');
  await writeFile(trainingFile, await firstLines('train.jsonl', 24));
  const { checkpoint } = await createTrlTrainer({ ...options, loraRank: 4 }).train(
    {
      folder: join(folder, 'adapter'),
      baseModel: model,
      checkpoint: null,
      trainingFile,
      validationFile: null,
      method: 'supervised',
      epochs: 1,
      batchSize: 8,
      learningRateMultiplier: 20,
      seed: 7,
    },
    { signal: new AbortController().signal, onEvent: (event) => say(`  ${JSON.stringify(event)}`) },
  );
  expectThat(existsSync(join(checkpoint, 'adapter_model.safetensors')), 'there is an adapter');
}

async function ask(client: OpenAI, model: string): Promise<void> {
  const { choices, usage } = await client.chat.completions.create({
    model,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What day is it?' },
    ],
    tools: [{ type: 'function', function: { name: 'today', description: 'Current date.', parameters: {} } }],
    max_tokens: 16,
    temperature: 0,
  });
  expectThat((usage?.completion_tokens ?? 0) > 0, `${model} answered ${JSON.stringify(choices[0]?.message.content)}`);
}

/** Events in order, each shown. */
async function untilDone(client: OpenAI, id: string) {
  while ((await client.fineTuning.jobs.retrieve(id)).finished_at === null) await systemClock.sleep(1000);
  const events: OpenAI.FineTuning.Jobs.FineTuningJobEvent[] = [];
  for await (const event of client.fineTuning.jobs.listEvents(id, { limit: 100 })) events.unshift(event);
  for (const { level, message } of events) say(`  ${level}: ${message}`);
  return events;
}

async function tunedModel(client: OpenAI, id: string): Promise<string> {
  const job = await client.fineTuning.jobs.retrieve(id);
  const how = `${job.status}, ${job.trained_tokens} tokens read${job.error ? `: ${job.error.message}` : ''}`;
  expectThat(job.status === 'succeeded' && job.fine_tuned_model !== null, how);
  return String(job.fine_tuned_model);
}

function lossesOf(data: unknown): { step: number; train_loss: number; valid_loss?: number }[] {
  return typeof data === 'object' && data !== null && 'train_loss' in data ? [data as never] : [];
}

async function upload(client: OpenAI, name: string, count: number): Promise<string> {
  const file = await toFile(Buffer.from(await firstLines(name, count)), name);
  return (await client.files.create({ file, purpose: 'fine-tune' })).id;
}

async function firstLines(name: string, count: number): Promise<string> {
  const lines = (await readFile(join(records, name), 'utf8')).trimEnd().split('\n').slice(0, count);
  return `${lines.join('\n')}\n`;
}
