import { inspect } from 'node:util';
import type { RecordFile } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { MISTRAL, open, pair, row, tools, useFreshHub, writeDataSet, writeRecords } from './testing/hub-fixture.ts';

useFreshHub();

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
