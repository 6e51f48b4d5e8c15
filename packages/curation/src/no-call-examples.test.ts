import {
  type ChatRequest,
  noCallJudgeMaterialSchema,
  noCallMaterialSchema,
  readMaterial,
} from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
import { makeTool } from '../test/trial-fixture.ts';
import { curationConfigSchema } from './curation-config.ts';
import { type NoCallContext, noCallExamples } from './no-call-examples.ts';
import { createRowModel } from './row-model.ts';

const TOOLS = Array.from({ length: 5 }, (_, at) => makeTool(`tool_${at}`, {}));
const TOPICS = [
  'old castles',
  'sourdough bread',
  'jazz harmony',
  'Roman law',
  'knitting socks',
  'chess endings',
  'violin care',
  'moss gardens',
];
const numberOf = ({ place }: ChatRequest) => Number(place.item?.split('/').at(-1));
const materialOf = (request: ChatRequest) => readMaterial(request.messages.at(-1)?.content ?? '');
const good = (request: ChatRequest): string =>
  ({
    imagine: `Tell me something nice: ${TOPICS[numberOf(request) % TOPICS.length]!.repeat(3)}`,
    solve: 'Here is what I know.',
    judge: '{"served":false,"helpful":true,"reason":"fine"}',
  })[request.purpose as 'imagine'];

async function make(
  wanted: number,
  answer: Parameters<typeof createScriptedModel>[0],
  change = {},
  concurrency = 4,
  more: Partial<NoCallContext> = {},
) {
  const model = createScriptedModel(answer);
  const row = createRowModel(model);
  const result = await noCallExamples(wanted, {
    imagine: row,
    solve: row,
    judge: row,
    config: curationConfigSchema.parse({ noCall: { offered: 3 }, split: { test: 0.25 }, ...change }),
    seed: 1,
    tools: TOOLS,
    callQueries: [],
    contaminants: [],
    concurrency,
    ...more,
  });
  return { ...result, requests: model.requests, reasons: result.removals.map(({ reason }) => reason) };
}

describe('noCallExamples', () => {
  it('makes what is wanted: a query, an answer, no call, split like seeds', async () => {
    const { examples, requests } = await make(4, good);
    expect(examples.map(({ id, kind, tool, messages }) => [id, kind, tool, messages.map(({ role }) => role)])).toEqual(
      [0, 1, 2, 3].map((at) => [`no-call/${at}`, 'no-call', null, ['user', 'assistant']]),
    );
    expect(examples.filter(({ split }) => split === 'test')).toHaveLength(1);
    const offered = noCallMaterialSchema.parse(
      materialOf(requests.find(({ purpose }) => purpose === 'imagine')!),
    ).tools;
    const solve = requests.find(({ purpose }) => purpose === 'solve')!;
    expect(solve.tools?.map(({ name }) => name)).toEqual(offered.map(({ name }) => name));
    const judged = requests.find(({ purpose }) => purpose === 'judge')!;
    const shown = noCallJudgeMaterialSchema.parse(materialOf(judged)).tools.map(({ name }) => name);
    expect(shown).toHaveLength(TOOLS.length);
    for (const example of examples) expect(new Set(example.offered)).toEqual(new Set(shown));
  });

  it.each<[string, (request: ChatRequest) => ReturnType<Parameters<typeof createScriptedModel>[0]>]>([
    [
      'a call was made',
      (request) => (request.purpose === 'solve' ? { calls: [{ name: 'tool_0', arguments: {} }] } : good(request)),
    ],
    [
      'a call was made',
      (request) => (request.purpose === 'solve' ? 'Action: tool_0\nAction Input: {}' : good(request)),
    ],
    ['no whole answer', (request) => (request.purpose === 'solve' ? ' ' : good(request))],
    [
      'a tool serves it',
      (request) => (request.purpose === 'judge' ? '{"served":true,"helpful":true,"reason":"x"}' : good(request)),
    ],
    [
      'does not help',
      (request) => (request.purpose === 'judge' ? '{"served":false,"helpful":false,"reason":"x"}' : good(request)),
    ],
    ['unreadable', (request) => (request.purpose === 'judge' ? 'No tool serves it.' : good(request))],
    ['it is empty', (request) => (request.purpose === 'imagine' ? '' : good(request))],
  ])('keeps none when %s, and tries twice as many as wanted at most', async (reason, answer) => {
    const { examples, reasons } = await make(2, answer);
    expect(examples).toEqual([]);
    expect(reasons).toHaveLength(4);
    for (const given of reasons) expect(given).toContain(reason);
  });

  it('removes repeated queries and tries others instead', async () => {
    const { examples, removals } = await make(3, (request) =>
      request.purpose === 'imagine' && numberOf(request) === 1
        ? good({ ...request, place: { ...request.place, item: 'no-call/0' } })
        : good(request),
    );
    expect(examples.map(({ id }) => id)).toEqual(['no-call/0', 'no-call/2', 'no-call/3']);
    expect(removals.map(({ id, stage, of }) => [id, stage, of])).toEqual([
      ['no-call/1', 'exact-duplicate', 'no-call/0'],
    ]);
  });

  it('makes near misses of a tool beside the others: it is always offered, and named to imagination alone', async () => {
    const other = (request: ChatRequest) =>
      request.purpose === 'imagine' && request.place.item?.startsWith('no-call/tool_3')
        ? `What would ${TOPICS[7 - numberOf(request)]!.repeat(3)} cost in a big town?`
        : good(request);
    const near = [{ tool: 'tool_3', wanted: 4 }];
    const plain = await make(2, other);
    const { examples, requests } = await make(2, other, {}, 4, { near, earlierQueries: ['Sing to me.'] });
    expect(examples.map(({ id }) => id)).toEqual([
      ...['no-call/0', 'no-call/1'],
      ...[0, 1, 2, 3].map((at) => `no-call/tool_3/${at}`),
    ]);
    expect(examples.slice(0, 2).map(({ query }) => query)).toEqual(plain.examples.map(({ query }) => query));
    const imagined = requests.filter(({ purpose }) => purpose === 'imagine');
    for (const request of imagined) {
      const { near: named, tools, earlierQueries } = noCallMaterialSchema.parse(materialOf(request));
      const isNear = request.place.item?.startsWith('no-call/tool_3');
      expect([named, tools.length]).toEqual([isNear ? 'tool_3' : undefined, 3]);
      if (isNear) expect(tools.map(({ name }) => name)).toContain('tool_3');
      expect(earlierQueries[0]).toBe('Sing to me.');
    }
    expect(
      new Set(imagined.map((request) => noCallMaterialSchema.parse(materialOf(request)).tools[0]?.name)).size,
    ).toBeGreaterThan(1);
  });

  it('gives the same whatever the concurrency', async () => {
    const [one, many] = [await make(8, good, {}, 1), await make(8, good, {}, 16)];
    expect(many.examples).toEqual(one.examples);
  });
});
