/**
 * `npm run interop:trl [PYTHON]`: the `trl` trainer with the real TRL, on CPU. Without PYTHON an environment is made in
 * `.venv/trl` (on Linux 6 GB: PyPI's torch brings CUDA's libraries). A model of Mistral's architecture, two layers deep, is made
 * from a configuration and trained on records of the quickstart: the loss must fall, a stopped training must go on from its
 * checkpoint, preference data must train on it, and `transformers serve` must answer with it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock, type ToolDefinition } from '@imaginarium/contracts';
import type { TrainingEvent, TrainingMetrics, TrainingOrder } from '../../packages/training/src/local/trainer.ts';
import { createTrlTrainer, type TrlTrainerOptions } from '../../packages/training/src/trl/trl-trainer.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const records = join(root, 'runs/quickstart/records/openai');
const [RECORDS, PAIRS] = [72, 32];

const losses: TrainingMetrics[] = [];
const checkpointSteps: number[] = [];

const say = (line: string) => process.stdout.write(`${line}\n`);
const expectThat = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`Not so: ${what}`);
  say(`  ok: ${what}`);
};

if (!existsSync(records)) throw new Error('There are no records: `npm run quickstart` makes them.');
const python = process.argv[2] ?? (await makeEnvironment());
const env = { ...process.env, HF_HUB_OFFLINE: '1', TOKENIZERS_PARALLELISM: 'false' };
const folder = await mkdtemp(join(tmpdir(), 'imaginarium-trl-'));
try {
  await check();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function check(): Promise<void> {
  const [model, training, validation, pairs] = ['model', 'train.jsonl', 'validation.jsonl', 'pairs.jsonl'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  await firstLines(join(records, 'train.jsonl'), training, RECORDS);
  await firstLines(join(records, 'validation.jsonl'), validation, 8);
  await firstLines(join(records, 'preference-train.jsonl'), pairs, PAIRS);
  say("Model of Mistral's architecture");
  await run(python, [
    fileURLToPath(new URL('trl-tiny-model.py', import.meta.url)),
    join(records, 'train.jsonl'),
    model,
  ]);
  const port = await freePort();
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
  const order: TrainingOrder = {
    folder: join(folder, 'sft'),
    baseModel: model,
    checkpoint: null,
    trainingFile: training,
    validationFile: validation,
    method: 'supervised',
    epochs: 2,
    batchSize: 8,
    learningRateMultiplier: 200,
    seed: 7,
  };

  say('Stopped at its first checkpoint');
  const controller = new AbortController();
  const before = await trainer
    .train(order, {
      signal: controller.signal,
      onEvent: tell((event) => event.kind === 'checkpoint' && controller.abort()),
    })
    .then(
      () => 'done',
      (thrown: { code?: string }) => thrown.code,
    );
  expectThat(before === 'interrupted/aborted', `it rejected with ${before}`);

  say('Started again');
  const events: TrainingEvent[] = [];
  const outcome = await trainer.train(order, {
    signal: new AbortController().signal,
    onEvent: tell((event) => void events.push(event)),
  });
  const steps = metricsOf(events);
  const [first, last] = [losses.at(0), losses.at(-1)];
  const held = steps.filter(({ validLoss }) => validLoss !== undefined);
  expectThat(
    (steps[0]?.step ?? 0) > (checkpointSteps[0] ?? Number.POSITIVE_INFINITY),
    `it went on after step ${checkpointSteps[0]}`,
  );
  expectThat(
    (last?.trainLoss ?? 99) < (first?.trainLoss ?? 0) * 0.85,
    `the training loss fell from ${first?.trainLoss} to ${last?.trainLoss}`,
  );
  expectThat(held.length > 0, `the validation loss was told: ${held.map(({ validLoss }) => validLoss).join(', ')}`);
  expectThat(
    existsSync(join(outcome.checkpoint, 'model.safetensors')),
    `${outcome.trainedTokens} tokens were read; there is a checkpoint`,
  );

  say('Preference data on top of it');
  const preference = await trainer.train(
    {
      ...order,
      folder: join(folder, 'dpo'),
      checkpoint: outcome.checkpoint,
      trainingFile: pairs,
      validationFile: null,
      method: 'dpo',
      epochs: 1,
      beta: 0.2,
    },
    { signal: new AbortController().signal, onEvent: tell() },
  );
  expectThat(existsSync(join(preference.checkpoint, 'model.safetensors')), 'there is a checkpoint');

  say('A LoRA adapter');
  const lora = createTrlTrainer({ ...options, loraRank: 4 });
  const adapter = await lora.train(
    { ...order, folder: join(folder, 'lora'), validationFile: null, epochs: 1 },
    { signal: new AbortController().signal, onEvent: tell() },
  );
  expectThat(existsSync(join(adapter.checkpoint, 'adapter_model.safetensors')), 'there is an adapter');

  say('Served');
  const server = spawn(
    join(dirname(python), 'transformers'),
    ['serve', '--host', '127.0.0.1', '--port', String(port), '--device', 'cpu'],
    {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  try {
    await untilHealthy(port);
    const tool: ToolDefinition = {
      name: 'today',
      description: 'Current date.',
      parameters: { type: 'object', properties: {} },
    };
    for (const checkpoint of [null, outcome.checkpoint, adapter.checkpoint]) {
      const reply = await trainer.complete(
        { baseModel: model, checkpoint },
        {
          messages: [
            { role: 'system', content: 'Be brief.' },
            { role: 'user', content: 'What day is it?' },
          ],
          tools: [tool],
          maxTokens: 24,
          temperature: 0,
        },
        {},
      );
      expectThat(
        reply.usage.outputTokens > 0,
        `${checkpoint ? 'the checkpoint' : 'the base model'} answered: ${JSON.stringify(reply.message)}`,
      );
    }
  } finally {
    server.kill();
  }
}

function tell(also: (event: TrainingEvent) => void = () => {}): (event: TrainingEvent) => void {
  return (event) => {
    if (event.kind === 'message') say(`  ${event.level}: ${event.message}`);
    else {
      say(`  ${event.kind} ${JSON.stringify(event.metrics)}`);
      if (event.kind === 'metrics') losses.push(event.metrics);
      else checkpointSteps.push(event.metrics.step);
    }
    also(event);
  };
}

function metricsOf(events: readonly TrainingEvent[]): TrainingMetrics[] {
  return events.flatMap((event) => (event.kind === 'metrics' ? [event.metrics] : []));
}

async function firstLines(from: string, to: string, count: number): Promise<void> {
  const lines = (await readFile(from, 'utf8')).split('\n').slice(0, count);
  await writeFile(to, `${lines.join('\n')}\n`);
}

async function makeEnvironment(): Promise<string> {
  const home = join(root, '.venv/trl');
  const made = join(home, 'bin/python');
  if (!existsSync(made)) await run('python3', ['-m', 'venv', home]);
  say('Packages (some GB the first time)');
  const requirements = fileURLToPath(new URL('trl-requirements.txt', import.meta.url));
  await run(made, ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', '-r', requirements]);
  return made;
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: 'inherit', env: process.env });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function untilHealthy(port: number): Promise<void> {
  for (let asked = 0; asked < 180; asked++) {
    const isThere = await fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    await systemClock.sleep(1000);
  }
  throw new Error('transformers serve did not come up in three minutes');
}
