import {
  createMemoryJournal,
  createRandom,
  type JournalEntry,
  type Prediction,
  predictionHeaderSchema,
  predictionSchema,
  type TestItem,
  type TestTool,
} from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import { createOfflineEmbedder, createOpenAIModel, estimateTokens, withJournal } from '@imaginarium/models';
import {
  type ScriptedReply,
  type ScriptedServer,
  type SeenRequest,
  startScriptedServer,
} from '@imaginarium/models/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createDemonstrations } from '../demonstrations/create-demonstrations.ts';
import { hashTestSet } from '../test-set/hash-test-set.ts';
import { createToolSet } from '../tool-set/create-tool-set.ts';
import { planPredictions } from './plan-predictions.ts';
import { type PredictOptions, predict } from './predict.ts';
import { predictionHeader } from './prediction-header.ts';
import { createPrompt } from './prompts/create-prompt.ts';

let server: ScriptedServer;
afterEach(() => server?.close());

const tools: TestTool[] = ['weather', 'movies', 'hotels', 'currency'].map((name) => ({
  name,
  originalName: name,
  description: `All about ${name}.`,
  parameters: { type: 'object', properties: { q: { type: 'string' } } },
}));
const itemOf = (id: number, tool: string): TestItem => ({
  id: `i${id}`,
  query: `Question ${id} about ${tool}`,
  calls: [{ tool, arguments: { q: String(id) } }],
  tool,
});
const items = tools.map(({ name }, at) => itemOf(at, name));
const training = Array.from({ length: 12 }, (_, at) => itemOf(100 + at, (tools[at % 4] as TestTool).name));
const testSet = { source: 'test', hash: hashTestSet(items, tools), items, tools, problems: [] };
const embedder = createOfflineEmbedder();
const clock = createManualClock();
const called: ScriptedReply = { calls: [{ name: 'weather', arguments: '{"q": "0"}' }] };

async function setUp(
  handler: (request: SeenRequest, index: number) => ScriptedReply,
  {
    kind = 'oracle',
    protocol = 'native',
    ...rest
  }: Partial<Omit<PredictOptions, 'model' | 'testSet' | 'prompt' | 'toolSet' | 'clock'>> & {
    kind?: 'none' | 'all' | 'oracle' | 'retriever';
    protocol?: 'native' | 'text';
  } = {},
) {
  server = await startScriptedServer(handler);
  return {
    model: createOpenAIModel({ model: 'm', baseUrl: server.baseUrl }),
    testSet,
    prompt: createPrompt({ protocol, tools }),
    toolSet: createToolSet({ kind, size: 2, testSet, embedder, random: createRandom(1) }),
    clock,
    ...rest,
  };
}

async function collect(rows: AsyncIterable<Prediction>): Promise<Prediction[]> {
  const all: Prediction[] = [];
  for await (const row of rows) all.push(predictionSchema.parse(row));
  return all.sort((a, b) => `${a.item.id} ${a.repetition}`.localeCompare(`${b.item.id} ${b.repetition}`));
}

describe('predictions over HTTP', () => {
  it('keep the reply of every item, gold and offered tools included', async () => {
    const rows = await collect(predict(await setUp(() => called, { sampling: { temperature: 0, maxTokens: 64 } })));
    expect(rows.map(({ item }) => item)).toEqual(items);
    for (const { message, offered, item, usage, finishReason } of rows) {
      expect(message?.toolCalls?.[0]).toMatchObject({ name: 'weather', argumentsText: '{"q": "0"}' });
      expect(offered).toHaveLength(2);
      expect(offered).toContain(item.tool);
      expect([usage?.inputTokens, finishReason]).toEqual([10, 'tool-calls']);
    }
    expect(server.requests[0]?.body).toMatchObject({ temperature: 0, max_tokens: 64 });
    expect(server.requests.every(({ body }) => (body.tools as unknown[]).length === 2)).toBe(true);
  });

  it('without tools in the prompt send no tools', async () => {
    await collect(predict(await setUp(() => ({ text: 'x' }), { kind: 'none' })));
    expect(server.requests.some(({ body }) => 'tools' in body)).toBe(false);
  });

  it('in the text protocol keep the raw text, read by nobody', async () => {
    const text = 'Thought: go\nAction: weather\nAction Input: {"q": "0"}\nAction: again';
    const [row] = await collect(predict(await setUp(() => ({ text }), { kind: 'all', protocol: 'text' })));
    expect(row?.message).toEqual({ role: 'assistant', content: text });
    expect(row?.offered).toBeUndefined();
    expect(server.requests[0]?.body).toMatchObject({ stop: ['\nObservation:'] });
    expect(server.requests[0]?.body.tools).toBeUndefined();
  });

  it('put the nearest demonstrations before the query', async () => {
    const demonstrations = createDemonstrations({ training, items, embedder, count: 3 });
    await collect(predict(await setUp(() => called, { demonstrations })));
    for (const { body } of server.requests) {
      const asked = (body.messages as { role: string; content: string }[]).filter(({ role }) => role === 'user');
      const about = asked.map(({ content }) => content.split(' ').at(-1));
      expect(about).toEqual(Array(4).fill(about[3]));
    }
  });

  it('repeat with seeds of their own, and skip what is there', async () => {
    const skip = (id: string, repetition: number) => id === 'i0' || repetition === 1;
    const rows = await collect(
      predict(await setUp(() => called, { sampling: { temperature: 1, seed: 7 }, repetitions: 3, skip })),
    );
    expect(rows.map(({ item, repetition }) => `${item.id} ${repetition}`)).toEqual(
      ['i1', 'i2', 'i3'].flatMap((id) => [`${id} 0`, `${id} 2`]),
    );
    expect(new Set(server.requests.map(({ body }) => body.seed))).toEqual(new Set([7, 9]));
  });

  it('refuse repetitions that cannot differ', async () => {
    const rows = predict(await setUp(() => called, { sampling: { temperature: 0 }, repetitions: 2 }));
    await expect(collect(rows)).rejects.toMatchObject({ code: 'config/repetitions' });
  });

  it('hold a refused request as data, and end with what no further request can mend', async () => {
    const refuse = ({ body }: SeenRequest, status: number): ScriptedReply =>
      JSON.stringify(body).includes('Question 1') ? { status, body: { error: { message: 'no' } } } : called;
    const rows = await collect(predict(await setUp((request) => refuse(request, 400))));
    expect(rows.map(({ failure }) => failure?.code)).toEqual([
      undefined,
      'endpoint/refused-request',
      undefined,
      undefined,
    ]);
    expect(rows[1]).toMatchObject({ message: null, usage: null, finishReason: null });
    await server.close();
    const ending = predict(await setUp((request) => refuse(request, 401)));
    await expect(collect(ending)).rejects.toMatchObject({ code: 'secret/refused' });
  });

  it('are asked once: again from the journal, with what it says of time and cost', async () => {
    const setting = await setUp(() => called);
    const journal = createMemoryJournal();
    const entries = new Map<string, JournalEntry>();
    const model = withJournal(setting.model, {
      journal,
      clock,
      price: { inputPerMillion: 1, outputPerMillion: 1 },
      onEntry: (entry) => entries.set(`${entry.place.item} ${entry.place.ordinal}`, entry),
    });
    const spendingOf: PredictOptions['spendingOf'] = ({ item, ordinal }) => {
      const entry = entries.get(`${item} ${ordinal}`);
      return entry?.kind === 'model' ? { took: entry.took, cost: entry.cost } : undefined;
    };
    const first = await collect(predict({ ...setting, model, spendingOf }));
    expect(await collect(predict({ ...setting, model, spendingOf }))).toEqual(first);
    expect(first[0]?.cost).toBeCloseTo(15e-6);
    expect(server.requests).toHaveLength(4);
  });

  it('stop at the signal', async () => {
    const controller = new AbortController();
    const setting = await setUp((_, index) => (index === 0 ? called : { failure: 'hang' }), { concurrency: 2 });
    const given: Prediction[] = [];
    const run = async () => {
      for await (const row of predict({ ...setting, signal: controller.signal })) {
        given.push(row);
        controller.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'interrupted/aborted' });
    expect(given).toHaveLength(1);
  });
});

it('have a header that says all that is needed to score them, or ask the same, again', async () => {
  const setting = await setUp(() => called, { protocol: 'text' });
  const demonstrations = createDemonstrations({ training, items, embedder });
  const header = predictionHeader({
    ...setting,
    name: 'test',
    demonstrations,
    sampling: { temperature: 0.5, seed: 3 },
  });
  expect(predictionHeaderSchema.parse(header)).toEqual(header);
  expect(header).toMatchObject({
    model: setting.model.id,
    sampling: { temperature: 0.5, seed: 3, stop: ['\nObservation:'] },
    toolSet: { kind: 'oracle', size: 2, embeddings: embedder.id },
    demonstrations: { count: 8 },
    data: { items: 4, hash: testSet.hash },
  });
});

it('cost what the plan says: calls exactly, input tokens inside the range', async () => {
  const demonstrations = createDemonstrations({ training, items, embedder, count: 3 });
  for (const kind of ['none', 'all', 'oracle', 'retriever'] as const) {
    const setting = await setUp(() => called, { kind, demonstrations, skip: (id) => id === 'i2' });
    const plan = planPredictions(setting);
    let tokens = 0;
    const inner = setting.model;
    const model = {
      id: inner.id,
      complete: (...[request, call]: Parameters<typeof inner.complete>) => {
        tokens += estimateTokens(request);
        return inner.complete(request, call);
      },
    };
    const rows = await collect(predict({ ...setting, model }));
    expect(plan.calls).toBe(rows.length);
    // Each part of an estimate is rounded up.
    expect(tokens).toBeGreaterThanOrEqual(plan.inputTokens.low - 3 * plan.calls);
    expect(tokens).toBeLessThanOrEqual(plan.inputTokens.high + 3 * plan.calls);
    await server.close();
  }
});
