import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type JobEvent, type RecordFile, sha256, type TuningRequest } from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../testing/start-fault-proxy.ts';
import { type OpenAIServiceOptions, startOpenAIService } from '../testing/start-openai-service.ts';
import { createOpenAITuning, type OpenAITuningOptions } from './create-openai-tuning.ts';

const KEY = 'sk-canary-77';
const BEFORE_THE_END = Date.parse('2026-11-22T12:00:00Z');
const AFTER_THE_END = Date.parse('2027-01-07T00:00:00Z');

let folder: string;
let proxy: FaultProxy;
let server: Awaited<ReturnType<typeof startOpenAIService>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openai-tuning-'));
  await open();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await close();
  await rm(folder, { recursive: true, force: true });
});

async function open(options?: OpenAIServiceOptions): Promise<void> {
  server = await startOpenAIService(options);
  proxy = await startFaultProxy(server.origin);
}
async function close(): Promise<void> {
  await proxy.close();
  await server.close();
}

function tuning(options: Partial<OpenAITuningOptions> = {}) {
  const clock = createManualClock(BEFORE_THE_END);
  const stepping = {
    now: clock.now,
    sleep: async (ms: number, signal?: AbortSignal) => {
      server.service.tick();
      await clock.sleep(ms, signal);
    },
  };
  return createOpenAITuning({
    clock: stepping,
    random: createRandom(1),
    apiKey: KEY,
    baseUrl: `${proxy.origin}/v1`,
    ...options,
  });
}

/** OpenAI's own service, played by the scripted one. */
function own(now = BEFORE_THE_END) {
  const { baseUrl: _, ...options } = {
    baseUrl: '',
    clock: createManualClock(now),
    random: createRandom(1),
    apiKey: KEY,
  };
  return createOpenAITuning({
    ...options,
    fetch: (input, init) => fetch(String(input).replace('https://api.openai.com', proxy.origin), init),
  });
}

async function fileOf(text: string, change: Partial<RecordFile> = {}): Promise<RecordFile> {
  const path = join(folder, 'train.jsonl');
  await writeFile(path, text);
  const bytes = Buffer.byteLength(text);
  return {
    path,
    target: 'openai',
    kind: 'sft',
    split: 'train',
    rows: 10,
    bytes,
    sha256: sha256(text),
    tokens: 1e6,
    ...change,
  };
}

function requestOf(change: Partial<TuningRequest> = {}): TuningRequest {
  return {
    runKey: 'run-1',
    model: 'base',
    method: 'sft',
    training: { endpoint: 'openai', id: 'file-1', sha256: '', bytes: 1 },
    validation: null,
    seed: 7,
    hyperparameters: {},
    ...change,
  };
}

describe('launch', () => {
  it('sends a supervised job with its key, and only the settings that were given', async () => {
    await tuning().launch(requestOf());
    expect(server.service.jobs[0]?.body).toEqual({
      model: 'base',
      training_file: 'file-1',
      seed: 7,
      metadata: { imaginarium_run: 'run-1' },
      method: { type: 'supervised', supervised: { hyperparameters: {} } },
    });
  });

  it('sends a preference job with all that it can have', async () => {
    const validation = { endpoint: 'openai', id: 'file-2', sha256: '', bytes: 1 } as const;
    const hyperparameters = { epochs: 3, batchSize: 8, learningRateMultiplier: 0.5, beta: 0.1 };
    await tuning().launch(requestOf({ method: 'dpo', suffix: 'mine', validation, hyperparameters }));
    expect(server.service.jobs[0]?.body).toMatchObject({
      validation_file: 'file-2',
      suffix: 'mine',
      method: {
        type: 'dpo',
        dpo: { hyperparameters: { n_epochs: 3, batch_size: 8, learning_rate_multiplier: 0.5, beta: 0.1 } },
      },
    });
  });

  it('takes a list that is no list for a broken reply, never for an empty one', async () => {
    const empty = { status: 200, body: { error: 'busy' } };
    proxy.inject({ method: 'GET', path: /\/jobs$/ }, empty, empty, empty, empty, empty, empty);
    await expect(tuning().launch(requestOf())).rejects.toMatchObject({ code: 'endpoint/broken-reply' });
    expect(server.service.jobs).toHaveLength(0);
  });

  it('calls every refusal of OpenAI itself closed that is not about the key', async () => {
    const create = { method: 'POST', path: /\/jobs$/ };
    proxy.inject(create, { status: 403, body: { error: { message: 'You are not allowed to do this.' } } });
    await expect(own().launch(requestOf())).rejects.toMatchObject({ code: 'permission/closed' });
    proxy.inject(create, { status: 403, body: { error: { message: 'Missing scopes: api.fine_tuning.jobs.write' } } });
    await expect(own().launch(requestOf())).rejects.toMatchObject({ code: 'permission/refused' });
    proxy.inject(create, { status: 403, body: { error: { message: 'You are not allowed to do this.' } } });
    await expect(tuning().launch(requestOf())).rejects.toMatchObject({ code: 'permission/refused' });
  });

  it('needs a key for OpenAI itself', async () => {
    const keyless = createOpenAITuning({ clock: createManualClock(), random: createRandom(1) });
    await expect(keyless.launch(requestOf())).rejects.toMatchObject({ code: 'secret/missing' });
    expect(await keyless.check()).toMatchObject({ state: 'unknown' });
  });

  it('names an id that would lead elsewhere', async () => {
    await expect(tuning().job('..')).rejects.toMatchObject({ code: 'input/request' });
  });

  it('is deaf to the environment and silent', async () => {
    vi.stubEnv('OPENAI_LOG', 'debug');
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1/v1');
    vi.stubEnv('OPENAI_ORG_ID', 'org-of-the-environment');
    const spies = (['log', 'debug', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
    await tuning().launch(requestOf());
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });
});

describe('upload in parts', () => {
  const text = 'x'.repeat(2_500);
  const parts = { maxFileBytes: 1_000, partBytes: 1_000 };

  it('cuts what is too large for one request, and tells progress by part', async () => {
    const sent: number[] = [];
    const file = await fileOf(text);
    await tuning(parts).upload(file, { onProgress: (bytes) => sent.push(bytes) });
    expect(server.parts).toEqual([1_000, 1_000, 500]);
    expect(sent).toEqual([1_000, 2_000, 2_500, 2_500]);
    expect(server.service.files).toMatchObject([{ name: `imaginarium-${file.sha256}.jsonl`, bytes: 2_500 }]);
  });

  it('sends a part again that failed, and names only the good ones', async () => {
    proxy.inject({ method: 'POST', path: /\/parts$/ }, null, 'lost-reply', { status: 500 });
    await tuning(parts).upload(await fileOf(text));
    expect(server.service.files).toHaveLength(1);
    expect(server.service.files[0]?.bytes).toBe(2_500);
  });

  it('finds the file when the reply to the end was lost', async () => {
    proxy.inject({ method: 'POST', path: /\/complete$/ }, 'lost-reply');
    await tuning(parts).upload(await fileOf(text));
    expect(server.service.files).toHaveLength(1);
  });

  it('gives the upload up at the server when it cannot be ended', async () => {
    proxy.inject({ method: 'POST', path: /\/complete$/ }, { status: 400 });
    await expect(tuning(parts).upload(await fileOf(text))).rejects.toMatchObject({ code: 'endpoint/refused-request' });
    expect(proxy.seen.at(-1)?.path).toMatch(/\/uploads\/upload_1\/cancel$/);
  });
});

describe('watch', () => {
  it.each(['events', 'file'] as const)('tells metrics that come as %s', async (metrics) => {
    await close();
    await open({ metrics, pageSize: 2 });
    const { id } = await tuning().launch(requestOf());
    const events: JobEvent[] = [];
    for await (const event of tuning().watch(id)) events.push(event);
    const measured = events.flatMap((event) => event.metrics ?? []);
    expect(measured.map(({ step, trainLoss, trainAccuracy }) => [step, trainLoss, trainAccuracy])).toEqual([
      [1, 2.5, 0.5],
      [2, 1.5, 0.5],
      [3, 1.25, 0.5],
      [4, 1.125, 0.5],
    ]);
    const after = events.at(-2)?.id ?? '';
    const rest: JobEvent[] = [];
    for await (const event of tuning().watch(id, { after })) rest.push(event);
    expect(rest).toEqual(events.slice(-1));
  });
});

describe('check', () => {
  it('calls OpenAI closed after its last day without asking', async () => {
    expect(await own(AFTER_THE_END).check()).toMatchObject({ state: 'closed' });
    expect(proxy.seen).toEqual([]);
  });

  it('calls OpenAI closed for an organisation without fine-tuned models, and open for one with some', async () => {
    expect(await own().check()).toMatchObject({ state: 'closed' });
    const data = [{ id: 'ft:gpt-4.1-mini:org::1', object: 'model', shutdown_date: '2027-01-14' }];
    proxy.inject({ method: 'GET', path: /\/models$/ }, { status: 200, body: { object: 'list', data } });
    const { state, message } = await own().check();
    expect(state).toBe('open');
    expect(message).toContain('ft:gpt-4.1-mini:org::1 2027-01-14');
  });

  it('calls a server without the API closed, and does not know of one that is not there', async () => {
    proxy.inject({ method: 'GET', path: /\/jobs$/ }, { status: 404 });
    expect(await tuning().check()).toMatchObject({ state: 'closed' });
    const nowhere = tuning({ baseUrl: 'http://127.0.0.1:1/v1', clock: createManualClock(), random: createRandom(1) });
    expect(await nowhere.check()).toMatchObject({ state: 'unknown' });
  });
});

describe('refuse and estimate', () => {
  const wanted = requestOf({ hyperparameters: { epochs: 2 } });

  it('has nothing against a request that fits', async () => {
    expect(await own().refuse(wanted, [await fileOf('x')])).toEqual([]);
  });

  it('names each limit that is broken', async () => {
    const request = requestOf({ seed: 2 ** 31, hyperparameters: { loraRank: 8, beta: 1 } });
    const files = [
      await fileOf('x', { rows: 9, target: 'trl', kind: 'preference', bytes: 9 * 1024 ** 3 }),
      await fileOf('x'),
    ];
    const messages = (await own(AFTER_THE_END).refuse(request, files)).map(({ message }) => message).join('\n');
    for (const word of [
      '2027-01-06',
      'loraRank',
      'beta',
      'seed',
      '9 examples',
      'lines for trl',
      'preference records',
      '8 GB',
      'one training file',
    ])
      expect(messages).toContain(word);
  });

  it('lets any other server take jobs after the last day of OpenAI', async () => {
    const clock = createManualClock(AFTER_THE_END);
    expect(await tuning({ clock }).refuse(wanted, [await fileOf('x')])).toEqual([]);
  });

  it('reckons tokens x epochs x price, and says what it does not know', async () => {
    const price = { perMillionTokens: 3, asOf: '2026-11-01' };
    const file = await fileOf('x');
    expect(await tuning({ price }).estimate(wanted, [file])).toMatchObject({
      dollars: { low: 6, high: 6 },
      basis: expect.stringContaining('price of 2026-11-01'),
    });
    expect((await tuning({ price }).estimate(requestOf(), [file])).dollars).toEqual({ low: 3, high: 12 });
    expect(await tuning().estimate(wanted, [file])).toMatchObject({
      dollars: null,
      basis: expect.stringContaining('no dollars'),
    });
    expect((await tuning({ price }).estimate(wanted, [{ ...file, tokens: null }])).dollars).toBeNull();
    expect((await tuning({ name: 'local' }).estimate(wanted, [file])).dollars).toEqual({ low: 0, high: 0 });
  });
});
