import { execFile, spawn } from 'node:child_process';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '@imaginarium/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { TrainingEvent } from '../local/trainer.ts';
import { checkpointSteps, createFakeTrl, type FakeMode, type FakeTrl, fakeOrder } from './testing/fake-trl.ts';
import { createTrlTrainer, type TrlTrainerOptions } from './trl-trainer.ts';

const made: FakeTrl[] = [];
afterEach(async () => {
  await Promise.all(made.splice(0).map(({ remove }) => remove()));
});

async function start(mode: FakeMode, options: Partial<TrlTrainerOptions> = {}) {
  const fake = await createFakeTrl(mode);
  made.push(fake);
  const trainer = createTrlTrainer({
    python: fake.python,
    baseModels: ['tiny'],
    clock: systemClock,
    env: fake.env,
    perDeviceBatchSize: 5,
    ...options,
  });
  return { fake, trainer, order: await fakeOrder(fake) };
}

const quiet = () => ({ signal: new AbortController().signal, onEvent: () => {} });

describe('training with TRL', () => {
  it('tells metrics and checkpoints as they come, and keeps one optimiser', async () => {
    const { trainer, order } = await start('train');
    const events: TrainingEvent[] = [];
    const outcome = await trainer.train(order, {
      signal: new AbortController().signal,
      onEvent: (event) => void events.push(event),
    });
    const metrics = events.flatMap((event) => (event.kind === 'metrics' ? [event.metrics] : []));
    expect(metrics).toEqual([
      { step: 1, totalSteps: 4, trainLoss: 7, trainAccuracy: 0.1 },
      { step: 2, totalSteps: 4, trainLoss: 6, trainAccuracy: 0.2 },
      { step: 2, totalSteps: 4, trainLoss: 6, trainAccuracy: 0.2, validLoss: 6.25, validAccuracy: 0.5 },
      { step: 3, totalSteps: 4, trainLoss: 5, trainAccuracy: 0.3 },
      { step: 4, totalSteps: 4, trainLoss: 4, trainAccuracy: 0.4 },
      { step: 4, totalSteps: 4, trainLoss: 4, trainAccuracy: 0.4, validLoss: 4.25, validAccuracy: 0.5 },
    ]);
    expect(checkpointSteps(events)).toEqual([2, 4]);
    expect(outcome).toEqual({ checkpoint: join(order.folder, 'output/checkpoint-4'), trainedTokens: 400 });
    expect(await readdir(join(order.folder, 'output'))).toEqual(['checkpoint-2', 'checkpoint-4']);
    expect(await readdir(join(order.folder, 'output/checkpoint-2'))).not.toContain('optimizer.pt');
    expect(await readdir(outcome.checkpoint)).toContain('optimizer.pt');
  });

  it('ends the whole process group when it is stopped, and goes on from the last checkpoint', async () => {
    const { fake, trainer, order } = await start('hang-after-checkpoint');
    const controller = new AbortController();
    const stopped = trainer.train(order, {
      signal: controller.signal,
      onEvent: (event) => event.kind === 'checkpoint' && controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted/aborted' });
    const worker = Number(await readFile(join(order.folder, 'worker.pid'), 'utf8'));
    await expect.poll(() => isAlive(worker)).toBe(false);

    fake.env.FAKE_MODE = 'train';
    const events: TrainingEvent[] = [];
    const outcome = await trainer.train(order, {
      signal: new AbortController().signal,
      onEvent: (event) => void events.push(event),
    });
    expect(parse(await readFile(join(order.folder, 'config.yaml'), 'utf8'))).toMatchObject({
      resume_from_checkpoint: join(order.folder, 'output/checkpoint-2'),
    });
    expect(events.flatMap((event) => (event.kind === 'metrics' ? [event.metrics.step] : []))).toEqual([3, 4, 4]);
    expect(checkpointSteps(events)).toEqual([2, 4]);
    expect(outcome.checkpoint).toMatch(/checkpoint-4$/);
  });

  it('ends what a killed process left running in the folder, and nothing else', async () => {
    const { trainer, order } = await start('train');
    const configFile = join(order.folder, 'config.yaml');
    await mkdir(order.folder, { recursive: true });
    const wait = (...args: string[]) =>
      spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', ...args], { detached: true, stdio: 'ignore' });
    const [leftover, foreign] = [wait(configFile), wait()];
    try {
      await writeFile(join(order.folder, 'trl.pid'), String(foreign.pid));
      await trainer.train(order, quiet());
      expect(await isAlive(Number(foreign.pid))).toBe(true);
      await writeFile(join(order.folder, 'trl.pid'), String(leftover.pid));
      await trainer.train(order, quiet());
      expect(await isAlive(Number(leftover.pid))).toBe(false);
    } finally {
      leftover.kill();
      foreign.kill();
    }
  });

  it('takes a half-written checkpoint for none, and a finished training for finished', async () => {
    const { trainer, order } = await start('train');
    const half = join(order.folder, 'output/checkpoint-2');
    await mkdir(half, { recursive: true });
    await writeFile(join(half, 'trainer_state.json'), '{"global_step": 2, "max_st');
    await trainer.train(order, quiet());
    expect(await readFile(join(order.folder, 'config.yaml'), 'utf8')).not.toContain('resume_from_checkpoint');
    const log = await readFile(join(order.folder, 'trl.log'), 'utf8');
    const again = await trainer.train(order, quiet());
    expect(again.checkpoint).toMatch(/checkpoint-4$/);
    expect(await readFile(join(order.folder, 'trl.log'), 'utf8')).toBe(log);
  });

  it.each([
    ['out-of-memory', 'endpoint/out-of-memory', /CUDA out of memory/],
    ['no-model', 'input/unknown-model', /not a valid model identifier/],
    ['killed', 'endpoint/trainer-failed', /SIGKILL/],
    ['no-trl', 'endpoint/trl-missing', /has no trl/],
    ['old-trl', 'endpoint/trl-too-old', /trl 0\.29\.1/],
  ] as const)('%s fails as %s', async (mode, code, message) => {
    const { trainer, order } = await start(mode);
    await expect(trainer.train(order, quiet())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  it('keeps secrets of the environment, and the traceback of the launcher, out of errors', async () => {
    const { trainer, order } = await start('out-of-memory');
    await expect(trainer.train(order, quiet())).rejects.toMatchObject({
      message: expect.stringMatching(/CUDA out of memory\. Tried to allocate 2\.00 GiB\. \[redacted\]$/),
    });
    expect(await readFile(join(order.folder, 'trl.log'), 'utf8')).toMatch(/2\.00 GiB\. \[redacted\]/);
  });

  it('names a Python that is not there', async () => {
    const { trainer, order } = await start('train', { python: '/nowhere/python' });
    await expect(trainer.train(order, quiet())).rejects.toMatchObject({ code: 'endpoint/python-missing' });
  });

  it('refuses to go on from an adapter, and a model it was not given', async () => {
    const { fake, trainer, order } = await start('train');
    await writeFile(join(fake.folder, 'adapter_config.json'), '{}');
    await expect(trainer.train({ ...order, checkpoint: fake.folder }, quiet())).rejects.toMatchObject({
      code: 'input/adapter-checkpoint',
    });
    await expect(trainer.train({ ...order, baseModel: 'other' }, quiet())).rejects.toMatchObject({
      code: 'input/unknown-model',
    });
    await expect(access(order.folder)).rejects.toThrow();
  });
});

/** One that has ended but that no parent has asked about (Z) is not. */
async function isAlive(pid: number): Promise<boolean> {
  const asked = promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]);
  return asked.then(
    ({ stdout }) => !stdout.startsWith('Z'),
    () => false,
  );
}
