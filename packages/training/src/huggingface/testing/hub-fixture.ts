import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type JobEvent,
  type RecordFile,
  sha256,
  type TuningEndpoint,
  type TuningRequest,
} from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import { writeParquet } from '@imaginarium/storage';
import { afterEach, beforeEach } from 'vitest';
import { createHuggingFaceTuning, type HuggingFaceTuningOptions } from '../create-huggingface-tuning.ts';
import { type HubServer, startHubServer } from './start-hub-server.ts';

export const TOKEN = 'hf_CanaryCanaryCanary42';
export const MISTRAL = 'mistralai/Mistral-7B-Instruct-v0.3';

export let hub: HubServer;
let folder: string;

/** Gives each test of a file a fresh Hub and folder. */
export function useFreshHub(): void {
  beforeEach(async () => {
    hub = await startHubServer();
    folder = await mkdtemp(join(tmpdir(), 'hub-'));
  });
  afterEach(async () => {
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  });
}

export function open(options: Partial<HuggingFaceTuningOptions> = {}): TuningEndpoint {
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
export const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }];
export const row = (at: number) => ({
  prompt: [{ role: 'user', content: `Question ${at}` }],
  completion: [{ role: 'assistant', content: '', tool_calls: [call('f')] }],
  tools,
});
export const pair = {
  prompt: [{ role: 'user', content: 'Question' }],
  chosen: [{ role: 'assistant', content: '', tool_calls: [call('f')] }],
  rejected: [{ role: 'assistant', content: '', tool_calls: [call('g')] }],
  tools,
};

export async function writeRecords(
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

/** A run's card, with a licence that a person chose. */
export const RUN_CARD = `---
license: mit
configs:
  - config_name: default
    data_files:
      - split: train
        path: data/train-*.parquet
      - split: validation
        path: data/validation-*.parquet
dataset_info:
  - config_name: default
    features:
      - name: prompt
        dtype: json
      - name: completion
        dtype: json
      - name: tools
        dtype: json
---

# mine
`;

/** As formatting lays it out: JSONL, a card, and Parquet shards of both splits. */
export async function writeDataSet() {
  const columns = { prompt: 'string', completion: 'string', tools: 'string' } as const;
  const train = await writeRecords('train.jsonl', [row(1), row(2), row(3)]);
  const validation = await writeRecords('validation.jsonl', [row(4)]);
  for (const { path, split } of [train, validation]) await writeParquet({ jsonl: path, columns, folder, split });
  await writeFile(join(folder, 'README.md'), RUN_CARD);
  return { train, validation };
}

export async function sftRequest(endpoint: TuningEndpoint, facts: Partial<TuningRequest> = {}): Promise<TuningRequest> {
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

export async function eventsOf(endpoint: TuningEndpoint, id: string): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of endpoint.watch(id)) events.push(event);
  return events;
}

export const commandOf = () => String(hub.service.jobs[0]?.body.command).replaceAll(',', ' ');
