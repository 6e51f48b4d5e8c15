import { createMemoryJournal, createRandom, type JsonValue } from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBudget } from '../layers/create-budget.ts';
import { withBudget } from '../layers/with-budget.ts';
import { withJournal } from '../layers/with-journal.ts';
import { withRetry } from '../layers/with-retry.ts';
import { embeddingReply, textsOf } from '../testing/embedding-reply.ts';
import { type ScriptedServer, startScriptedServer } from '../testing/start-scripted-server.ts';
import { createHuggingFaceEmbedder } from './create-huggingface-embedder.ts';
import { createOpenAIEmbedder } from './create-openai-embedder.ts';
import { withEmbeddingCache } from './with-embedding-cache.ts';

let server: ScriptedServer;
afterEach(() => server.close());

const texts = Array.from({ length: 7 }, (_, at) => `text ${at}`);

it('asks in batches, floats spelled out, with the key', async () => {
  server = await startScriptedServer(embeddingReply);
  const embedder = createOpenAIEmbedder({ model: 'm', baseUrl: server.baseUrl, apiKey: 'sk-test', batchSize: 3 });
  await embedder.embed(texts);
  expect(server.requests.map(textsOf)).toEqual([texts.slice(0, 3), texts.slice(3, 6), texts.slice(6)]);
  expect(server.requests[0]).toMatchObject({
    path: '/v1/embeddings',
    headers: { authorization: 'Bearer sk-test' },
    body: { model: 'm', encoding_format: 'float' },
  });
});

it('goes through the layers of chat: retried as the server asks, counted by the budget, replayed by the journal', async () => {
  server = await startScriptedServer((request, index) =>
    index === 0 ? { status: 429, headers: { 'retry-after': '3' }, body: {} } : embeddingReply(request),
  );
  const clock = createManualClock();
  const journal = createMemoryJournal();
  const price = { inputPerMillion: 1, outputPerMillion: 0 };
  const budget = createBudget({ dollars: 1 });
  const create = () =>
    createOpenAIEmbedder({
      model: 'm',
      baseUrl: server.baseUrl,
      layers: (model) => {
        const retried = withRetry(model, { clock, random: createRandom(1) });
        return withJournal(withBudget(retried, { budget, price }), { journal, clock, price });
      },
    });
  const first = await create().embed(texts);
  expect(clock.slept[0]).toBeGreaterThanOrEqual(3000);
  expect(budget.state().spent).toMatchObject({ calls: 1, tokens: texts.join(' ').length });
  expect(await create().embed(texts)).toEqual(first);
  expect(server.requests).toHaveLength(2);
});

it('stops before it asks when the budget would not hold', async () => {
  server = await startScriptedServer(embeddingReply);
  const budget = createBudget({ tokens: 10 });
  const layers = (model: Parameters<typeof withBudget>[0]) => withBudget(model, { budget });
  const embedder = createOpenAIEmbedder({ model: 'm', baseUrl: server.baseUrl, layers });
  await expect(embedder.embed(texts)).rejects.toMatchObject({ code: 'budget/reached' });
  expect(server.requests).toHaveLength(0);
});

describe('the cache', () => {
  it('pays no text twice, whatever was asked with it, and keeps the batches before a failure', async () => {
    let isDown = false;
    server = await startScriptedServer((request, index) =>
      isDown || index === 2 ? { status: 400, body: { error: 'no' } } : embeddingReply(request),
    );
    const stored = new Map<string, Float32Array>();
    const store = {
      get: (key: string) => stored.get(key),
      put: async (key: string, vector: Float32Array) => void stored.set(key, vector),
    };
    const embedder = createOpenAIEmbedder({ model: 'm', baseUrl: server.baseUrl, batchSize: 3 });
    const cached = withEmbeddingCache(embedder, store);
    await expect(cached.embed([...texts, ...texts])).rejects.toMatchObject({ code: 'endpoint/refused-request' });
    await cached.embed(texts);
    expect(server.requests.map((request) => textsOf(request).length)).toEqual([3, 3, 1, 1]);
    isDown = true;
    expect(await cached.embed(texts.slice(2, 5))).toEqual((await cached.embed(texts)).slice(2, 5));
    const other = createOpenAIEmbedder({ model: 'other', baseUrl: server.baseUrl });
    await expect(withEmbeddingCache(other, store).embed(texts)).rejects.toThrow();
  });
});

describe('a reply that is not what it should be', () => {
  const cases: Record<string, JsonValue> = {
    'too few vectors': [[1, 2]],
    'no numbers': [['a'], ['b']],
    'vectors of different lengths': [[1, 2], [1]],
    'a vector a token': [[[1, 2]], [[1, 2]]],
    'empty vectors': [[], []],
    'no list': { nothing: true },
  };
  it.each(Object.entries(cases))('%s: a broken reply, not wrong neighbours', async (_, vectors) => {
    server = await startScriptedServer(({ body }) => ({
      status: 200,
      body:
        'inputs' in body || !Array.isArray(vectors) ? vectors : { data: vectors.map((embedding) => ({ embedding })) },
    }));
    const two = ['one', 'two'];
    const openai = createOpenAIEmbedder({ model: 'm', baseUrl: server.baseUrl });
    const huggingFace = createHuggingFaceEmbedder({ model: 'm', endpointUrl: server.baseUrl });
    await expect(openai.embed(two)).rejects.toMatchObject({ code: 'endpoint/broken-reply' });
    await expect(huggingFace.embed(two)).rejects.toMatchObject({ code: 'endpoint/broken-reply' });
  });
});

it('names a key that is missing before anything is sent', async () => {
  server = await startScriptedServer(embeddingReply);
  expect(() => createOpenAIEmbedder({ model: 'm' })).toThrow(/key/);
  expect(() => createHuggingFaceEmbedder({ model: 'm' })).toThrow(/token/);
});

it('over the Hub lets the router choose the provider, and prints nothing', async () => {
  server = await startScriptedServer(embeddingReply);
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push(String(input));
    if (!String(input).includes('/api/models/')) return globalThis.fetch(server.baseUrl, init);
    const mapping = { 'hf-inference': { status: 'live', providerId: 'org/m', task: 'feature-extraction' } };
    return Response.json({ inferenceProviderMapping: mapping });
  };
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  const embedder = createHuggingFaceEmbedder({ model: 'org/m', apiKey: 'hf_test', fetch });
  expect(await embedder.embed(['x'])).toHaveLength(1);
  expect(asked.at(-1)).toContain('org/m');
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});

it.each([401, 500])('keeps the key out of the words of a server that answers %i', async (status) => {
  server = await startScriptedServer(({ headers }) => ({
    status,
    body: { error: { message: `${headers.authorization}` } },
  }));
  const settings = { model: 'm', apiKey: 'hf_canary-key' };
  const embedders = [
    createOpenAIEmbedder({ ...settings, baseUrl: server.baseUrl }),
    createHuggingFaceEmbedder({ ...settings, endpointUrl: server.baseUrl }),
  ];
  for (const embedder of embedders) {
    const error: unknown = await embedder.embed(['x']).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('[redacted]');
    expect(String(error)).not.toContain('canary');
  }
});
