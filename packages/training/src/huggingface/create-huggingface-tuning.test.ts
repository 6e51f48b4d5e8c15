import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import {
  type JobEvent,
  type RecordFile,
  sha256,
  type TuningEndpoint,
  type TuningRequest,
} from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import { writeParquet } from '@imaginarium/storage';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Fault, startFaultProxy } from '../testing/start-fault-proxy.ts';
import { createHuggingFaceTuning, type HuggingFaceTuningOptions } from './create-huggingface-tuning.ts';
import { type HubServer, startHubServer } from './testing/start-hub-server.ts';

const TOKEN = 'hf_CanaryCanaryCanary42';
const MISTRAL = 'mistralai/Mistral-7B-Instruct-v0.3';

let hub: HubServer;
let folder: string;
beforeEach(async () => {
  hub = await startHubServer();
  folder = await mkdtemp(join(tmpdir(), 'hub-'));
});
afterEach(async () => {
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

function open(options: Partial<HuggingFaceTuningOptions> = {}): TuningEndpoint {
  const manual = createManualClock(1_790_000_000_000);
  const clock = {
    now: manual.now,
    sleep: async (ms: number, signal?: AbortSignal) => {
      await manual.sleep(ms, signal);
      hub.service.tick();
    },
  };
  return createHuggingFaceTuning({ token: TOKEN, namespace: 'acme', hubUrl: hub.origin, clock, ...options });
}

const call = (name: string) => ({
  id: 'a1B2c3D4e',
  type: 'function',
  function: { name, arguments: { at: [1, null] } },
});
const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }];
const row = (at: number) => ({
  prompt: [{ role: 'user', content: `Question ${at}` }],
  completion: [{ role: 'assistant', content: '', tool_calls: [call('f')] }],
  tools,
});
const pair = {
  prompt: [{ role: 'user', content: 'Question' }],
  chosen: [{ role: 'assistant', content: '', tool_calls: [call('f')] }],
  rejected: [{ role: 'assistant', content: '', tool_calls: [call('g')] }],
  tools,
};

async function writeRecords(
  name: string,
  rows: readonly object[],
  facts: Partial<RecordFile> = {},
): Promise<RecordFile> {
  const text = rows.map((line) => `${JSON.stringify(line)}\n`).join('');
  const path = join(folder, name);
  await writeFile(path, text);
  const measured = { rows: rows.length, bytes: Buffer.byteLength(text), sha256: sha256(text), tokens: 100_000 };
  const split = name.includes('validation') ? ('validation' as const) : ('train' as const);
  return { path, target: 'trl', kind: 'sft', split, ...measured, ...facts };
}

/** As formatting lays it out: JSONL, a card, and Parquet shards of both splits. */
async function writeDataSet() {
  const columns = { prompt: 'string', completion: 'string', messages: 'string', tools: 'string' } as const;
  const train = await writeRecords('train.jsonl', [row(1), row(2), row(3)]);
  const validation = await writeRecords('validation.jsonl', [row(4)]);
  for (const { path, split } of [train, validation]) await writeParquet({ jsonl: path, columns, folder, split });
  await writeFile(join(folder, 'README.md'), '---\npretty_name: mine\nlicense: mit\n---\n\n# mine\n');
  return { train, validation };
}

async function sftRequest(endpoint: TuningEndpoint, facts: Partial<TuningRequest> = {}): Promise<TuningRequest> {
  const { train, validation } = await writeDataSet();
  return {
    runKey: 'run-1',
    model: MISTRAL,
    method: 'sft',
    training: await endpoint.upload(train),
    validation: await endpoint.upload(validation),
    seed: 7,
    hyperparameters: {},
    ...facts,
  };
}

async function eventsOf(endpoint: TuningEndpoint, id: string): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of endpoint.watch(id)) events.push(event);
  return events;
}

const commandOf = () => String(hub.service.jobs[0]?.body.command).replaceAll(',', ' ');

describe('a data set on the Hub', () => {
  it('is one private repository with the shards of every split, in one commit, and is found again', async () => {
    const { train, validation } = await writeDataSet();
    const first = await open().upload(train);
    const second = await open().upload(validation);
    expect([...hub.repos.all]).toHaveLength(1);
    const [[name, repo] = ['', undefined]] = hub.repos.all;
    expect(repo).toMatchObject({ isPrivate: true });
    expect(repo?.commits).toHaveLength(2);
    expect([...(repo?.commits.at(-1)?.files.keys() ?? [])].sort()).toEqual([
      'README.md',
      'data/train-00000-of-00001.parquet',
      'data/validation-00000-of-00001.parquet',
    ]);
    const revision = repo?.commits.at(-1)?.id;
    expect(first.id).toBe(`${name}@${revision}/default/train/prompt-completion`);
    expect(second.id).toBe(`${name}@${revision}/default/validation/prompt-completion`);
    expect(hub.seen.filter((line) => line.startsWith('PUT /lfs/'))).toHaveLength(2);
  });

  it('has a card that keeps what was there and makes trainers parse every column', async () => {
    await open().upload((await writeDataSet()).train);
    const card = [...hub.repos.all.values()][0]?.commits.at(-1)?.files.get('README.md')?.content.toString('utf8') ?? '';
    expect(card).toContain('# mine');
    expect(parse(card.split('---\n')[1] ?? '')).toMatchObject({
      pretty_name: 'mine',
      license: 'mit',
      configs: [
        {
          config_name: 'default',
          columns: ['prompt', 'completion', 'tools'],
          data_files: [
            { split: 'train', path: 'data/train-*.parquet' },
            { split: 'validation', path: 'data/validation-*.parquet' },
          ],
        },
      ],
      dataset_info: [
        {
          config_name: 'default',
          features: ['prompt', 'completion', 'tools'].map((name) => ({ name, dtype: 'json' })),
        },
      ],
    });
  });

  it('is refused when the shards do not hold the records of the file', async () => {
    const { train } = await writeDataSet();
    const changed = await writeRecords('train.jsonl', [row(9), row(2), row(3)]);
    expect(changed.bytes).toBe(train.bytes);
    await expect(open().upload(changed)).rejects.toMatchObject({ code: 'input/stale-parquet' });
    expect(hub.seen).toEqual([]);
  });

  it('takes bare JSONL files, both splits in one repository where it is named', async () => {
    const endpoint = open({ dataSet: 'mine' });
    const train = await endpoint.upload(await writeRecords('some.jsonl', [pair], { kind: 'preference' }));
    const validation = await endpoint.upload(
      await writeRecords('other-validation.jsonl', [pair], { kind: 'preference' }),
    );
    const files = hub.repos.all.get('acme/mine')?.commits.at(-1)?.files;
    expect([...(files?.keys() ?? [])].sort()).toEqual([
      'README.md',
      'preference-train.jsonl',
      'preference-validation.jsonl',
    ]);
    expect(files?.get('README.md')?.content.toString('utf8')).toContain('path: preference-validation.jsonl');
    const request = {
      runKey: 'dpo-1',
      model: MISTRAL,
      method: 'dpo',
      seed: 1,
      hyperparameters: { beta: 0.2 },
    } as const;
    await endpoint.launch({ ...request, training: train, validation });
    expect(commandOf()).toMatch(/ trl dpo --dataset_name acme\/mine --dataset_config preference .*--beta 0.2 /);
  });

  it('cannot be launched from after its records were replaced', async () => {
    const endpoint = open({ dataSet: 'mine' });
    const training = await endpoint.upload(await writeRecords('a.jsonl', [row(1)]));
    await endpoint.upload(await writeRecords('b.jsonl', [row(2)]));
    const request = {
      runKey: 'r',
      model: MISTRAL,
      method: 'sft',
      validation: null,
      seed: 1,
      hyperparameters: {},
    } as const;
    await expect(endpoint.launch({ ...request, training })).rejects.toMatchObject({ code: 'input/data-set-changed' });
    expect(hub.service.jobs).toHaveLength(0);
  });
});

describe('a job', () => {
  it("runs TRL's own command with an adapter, a time limit and the token as a secret only", async () => {
    const endpoint = open();
    const request = await sftRequest(endpoint, { suffix: 'tools' });
    const job = await endpoint.launch(request);
    expect(job).toMatchObject({
      state: 'queued',
      stateAs: 'SCHEDULING',
      model: MISTRAL,
      method: 'sft',
      runKey: 'run-1',
    });
    const body = hub.service.jobs[0]?.body ?? {};
    expect(body).toMatchObject({
      dockerImage: 'ghcr.io/astral-sh/uv:python3.12-bookworm',
      flavor: 'a100-large',
      secrets: { HF_TOKEN: TOKEN },
      timeoutSeconds: 14_400,
      labels: { 'imaginarium-run': 'run-1' },
    });
    const { secrets: _, ...open_ } = body;
    expect(JSON.stringify(open_)).not.toContain(TOKEN);
    const [repo] = request.training.id.split('@');
    expect(commandOf()).toBe(
      [
        'uv run --with trl[peft]==1.16.0 --with transformers==5.23.0 --with datasets==5.2.0 trl sft',
        `--dataset_name ${repo} --dataset_config default --dataset_train_split train --dataset_test_split validation`,
        `--model_name_or_path ${MISTRAL} --dtype bfloat16 --learning_rate 0.0002 --lr_scheduler_type cosine --warmup_steps 0.03`,
        '--num_train_epochs 2 --per_device_train_batch_size 4 --gradient_accumulation_steps 4 --max_length 2048',
        '--completion_only_loss true --use_peft true --lora_r 16 --lora_alpha 32 --lora_dropout 0.05 --lora_target_modules all-linear',
        '--eval_strategy epoch --per_device_eval_batch_size 4 --save_strategy steps --save_steps 0.5 --save_only_model true --save_total_limit 1',
        '--seed 7 --logging_steps 5 --logging_first_step true --log_level info --disable_tqdm true --report_to none',
        '--output_dir checkpoint --push_to_hub true --hub_model_id acme/tools-run-1 --hub_private_repo true --hub_strategy every_save',
      ].join(' '),
    );
  });

  it("trains all weights by the paper's recipe", async () => {
    const endpoint = open();
    await endpoint.launch(
      await sftRequest(endpoint, { hyperparameters: { loraRank: 0, epochs: 1, learningRateMultiplier: 0.5 } }),
    );
    expect(commandOf()).toContain('--learning_rate 0.00001 ');
    expect(commandOf()).toContain('--per_device_train_batch_size 4 --gradient_accumulation_steps 16 ');
    expect(commandOf()).toContain('--save_strategy no ');
    expect(commandOf()).not.toContain('lora');
  });

  it('tells metrics with their steps, survives a log that breaks off, and ends with how to ask the checkpoint', async () => {
    const endpoint = open();
    const { id } = await endpoint.launch(await sftRequest(endpoint));
    hub.cuts.push(1, 2, 0);
    const events = await eventsOf(endpoint, id);
    expect(
      events.flatMap(({ metrics }) => (metrics ? [[metrics.step, metrics.totalSteps, metrics.trainLoss]] : [])),
    ).toEqual([
      [1, 4, 2.5],
      [2, 4, 1.5],
      [3, 4, 1.25],
      [4, 4, 1.125],
    ]);
    expect(events.map((event) => event.id)).toEqual([
      'scheduled',
      ...events.slice(1, -1).map((_, at) => `log-${at}`),
      'final',
    ]);
    expect(events.at(-1)?.message).toContain(
      `vllm serve ${MISTRAL} --enable-lora --max-lora-rank 16 --lora-modules run-1=acme/run-1 --enable-auto-tool-choice --tool-call-parser mistral`,
    );
    expect(JSON.stringify(events)).not.toContain(TOKEN);
    expect((await endpoint.job(id)).checkpoint).toBe('huggingface:acme/run-1');
    expect(await endpoint.checkpoints(id)).toMatchObject([
      { step: 2, model: null, metrics: { trainLoss: 1.5 } },
      { step: 4, model: null, metrics: { trainLoss: 1.125 } },
      { step: 4, model: 'huggingface:acme/run-1', metrics: { trainLoss: 1.125, trainAccuracy: 0.75 } },
    ]);
  });

  it('that fails tells the last lines of its log, without the token', async () => {
    const endpoint = open();
    hub.service.plan = 'fail';
    const { id } = await endpoint.launch(await sftRequest(endpoint));
    const events = await eventsOf(endpoint, id);
    const { state, failure } = await endpoint.job(id);
    expect(state).toBe('failed');
    expect(failure?.message).toContain('The job failed due to an unfit file');
    expect(failure?.message).toContain('HF_TOKEN is [redacted]');
    expect(JSON.stringify([events, failure])).not.toContain(TOKEN);
  });

  it('is one for each run key, whatever breaks on the way and however often it is launched', async () => {
    const proxy = await startFaultProxy(hub.origin);
    const request = await sftRequest(open({ hubUrl: proxy.origin }));
    const create = { method: 'POST', path: /^\/api\/jobs\/acme$/ };
    const list = { method: 'GET', path: /^\/api\/jobs\/acme$/ };
    const fault = fc.constantFrom<Fault | null>(
      'lost-reply',
      'half-body',
      'close',
      null,
      { status: 503 },
      { status: 429 },
    );
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 3 }),
        fc.array(fault, { maxLength: 3 }),
        fc.nat(2),
        async (a, b, more) => {
          const runKey = `key-${nth++}`;
          proxy.inject(create, ...a);
          proxy.inject(list, ...b);
          const launch = () => open({ hubUrl: proxy.origin }).launch({ ...request, runKey });
          const ids = new Set<string>();
          // The faults run out: at last a launch goes through.
          for (let times = 0; times < 8 + more; times++)
            await launch().then(
              ({ id }) => ids.add(id),
              () => undefined,
            );
          expect(ids.size).toBe(1);
          const made = hub.service.jobs.filter(({ body }) => JSON.stringify(body.labels).includes(`"${runKey}"`));
          expect(made).toHaveLength(1);
        },
      ),
      { numRuns: 12 },
    );
    await proxy.close();
  });

  it('is in the list, over several pages', async () => {
    const endpoint = open();
    const request = await sftRequest(endpoint);
    for (let at = 1; at <= 5; at++) await endpoint.launch({ ...request, runKey: `run-${at}` });
    expect((await endpoint.jobs()).map(({ runKey }) => runKey)).toEqual(['run-5', 'run-4', 'run-3', 'run-2', 'run-1']);
    expect((await endpoint.launch({ ...request, runKey: 'run-1' })).id).toBe(hub.service.jobs[0]?.id);
  });
});

describe('before a launch', () => {
  const request = { runKey: 'r', model: MISTRAL, method: 'sft', seed: 1, hyperparameters: { epochs: 2 } } as const;

  it('shows hardware, price and time limit', async () => {
    const { train } = await writeDataSet();
    const estimate = await open().estimate(request, [train]);
    const day = '2026-09-21';
    // 2e5 tokens x 7e9 weights x 6 / (312e12 x 0.45) = 60 s and x 3 at 0.15, beside 5 to 20 minutes, at $0.0417 a minute.
    expect(estimate.dollars).toEqual({ low: 0.25, high: 0.96 });
    expect(estimate).toMatchObject({ hardware: 'a100-large', timeoutMs: 14_400_000 });
    expect(estimate.basis).toContain(day);
  });

  it('says that the price is not known where the Hub cannot be asked, and refuses hardware that it lacks', async () => {
    const { train } = await writeDataSet();
    const offline = await open({ hubUrl: 'http://127.0.0.1:9' }).estimate(request, [train]);
    expect(offline.dollars).toBeNull();
    expect(offline.basis).toContain('could not be asked');
    await expect(open({ flavor: 'b900' }).estimate(request, [train])).rejects.toMatchObject({
      code: 'config/hardware',
    });
  });

  it('refuses records and settings that TRL would take wrongly', async () => {
    const endpoint = open();
    const messages = { messages: [...row(1).prompt, ...row(1).completion], tools };
    const problemsOf = async (file: RecordFile, change: object = {}) =>
      (await endpoint.refuse({ ...request, ...change }, [file])).map(({ message }) => message).join();
    expect(await problemsOf((await writeDataSet()).train)).toBe('');
    expect(await problemsOf(await writeRecords('m.jsonl', [messages]))).toContain('no training template for Mistral');
    expect(await problemsOf(await writeRecords('m.jsonl', [messages]), { model: 'Qwen/Qwen3-8B' })).toBe('');
    expect(await problemsOf(await writeRecords('o.jsonl', [messages], { target: 'openai' }))).toContain(
      'formatted for openai',
    );
    expect(await problemsOf(await writeRecords('p.jsonl', [pair], { kind: 'preference' }))).toContain(
      'trains on sft records',
    );
    expect(await problemsOf((await writeDataSet()).train, { hyperparameters: { beta: 0.1 } })).toContain('beta');
  });

  it('does not take what is no token, and shows none of it', () => {
    const open_ = () => open({ token: 'sk-secret-canary' });
    expect(open_).toThrowError(expect.objectContaining({ code: 'secret/malformed' }));
    try {
      open_();
    } catch (error) {
      expect(inspect(error)).not.toContain('sk-secret-canary');
    }
  });
});
