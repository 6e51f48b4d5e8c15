import { type ChatRequest, noCallJudgeMaterialSchema, readMaterial } from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
import { makeTool } from '../test/trial-fixture.ts';
import { curationConfigSchema } from './curation-config.ts';
import type { NoCallContext } from './no-call-examples.ts';
import { noCallFromQueries, type UnservedQuery } from './no-call-from-queries.ts';
import { createRowModel } from './row-model.ts';

const TOOLS = Array.from({ length: 5 }, (_, at) => makeTool(`tool_${at}`, {}));
const QUERIES: UnservedQuery[] = [
  { id: 'r1/get_tide/0/0', query: 'When is high water in Brest tomorrow?', split: 'train' },
  { id: 'r1/get_tide/0/1', query: 'How deep is the channel of Granville at noon?', split: 'validation' },
  { id: 'r1/get_tide/1/0', query: 'Can I walk to the island of Noirmoutier on Sunday?', split: 'test' },
];
const good = ({ purpose }: ChatRequest): string =>
  purpose === 'judge'
    ? '{"served":false,"helpful":true,"reason":"fine"}'
    : 'I cannot look up tides; a harbour office can tell.';

async function make(
  queries: readonly UnservedQuery[],
  answer: Parameters<typeof createScriptedModel>[0] = good,
  change: Partial<NoCallContext> = {},
) {
  const model = createScriptedModel(answer);
  const row = createRowModel(model);
  const result = await noCallFromQueries(queries, {
    solve: row,
    judge: row,
    config: curationConfigSchema.parse({ noCall: { offered: 3 } }),
    seed: 1,
    tools: TOOLS,
    callQueries: [],
    contaminants: [],
    concurrency: 4,
    ...change,
  });
  return { ...result, requests: model.requests };
}

describe('noCallFromQueries', () => {
  it('answers each query with remaining tools offered, has it judged against all of them, and keeps its split', async () => {
    const { examples, removals, requests } = await make(QUERIES);
    expect(removals).toEqual([]);
    expect(examples.map(({ id, kind, split, query, tool }) => ({ id, kind, split, query, tool }))).toEqual(
      QUERIES.map(({ id, query, split }) => ({ id: `no-call/${id}`, kind: 'no-call', split, query, tool: null })),
    );
    expect(requests.filter(({ purpose }) => purpose === 'imagine')).toEqual([]);
    for (const { tools } of requests.filter(({ purpose }) => purpose === 'solve')) expect(tools).toHaveLength(3);
    const judged = requests.find(({ purpose }) => purpose === 'judge');
    const shown = noCallJudgeMaterialSchema.parse(readMaterial(judged?.messages.at(-1)?.content ?? '')).tools;
    expect(shown.map(({ name }) => name)).toEqual(TOOLS.map(({ name }) => name));
    for (const { offered } of examples) expect(new Set(offered)).toEqual(new Set(TOOLS.map(({ name }) => name)));
  });

  it.each<[string, Parameters<typeof createScriptedModel>[0]]>([
    [
      'a call was made',
      (request) => (request.purpose === 'solve' ? { calls: [{ name: 'tool_0', arguments: {} }] } : good(request)),
    ],
    [
      'a tool serves it',
      (request) => (request.purpose === 'judge' ? '{"served":true,"helpful":true,"reason":"x"}' : good(request)),
    ],
    [
      'does not help',
      (request) => (request.purpose === 'judge' ? '{"served":false,"helpful":false,"reason":"x"}' : good(request)),
    ],
    ['unreadable', (request) => (request.purpose === 'judge' ? 'None does.' : good(request))],
  ])('keeps none when %s', async (reason, answer) => {
    const { examples, removals } = await make(QUERIES, answer);
    expect(examples).toEqual([]);
    expect(removals.map(({ id, stage }) => [id, stage])).toEqual(QUERIES.map(({ id }) => [`no-call/${id}`, 'no-call']));
    for (const removal of removals) expect(removal.reason).toContain(reason);
  });

  it('asks no model about a query near a call example, a held-out one or an earlier one, or that names a tool', async () => {
    const [train, , test] = QUERIES as [UnservedQuery, UnservedQuery, UnservedQuery];
    const { examples, removals, requests } = await make(
      [
        { ...train, id: 'of-a-call' },
        { id: 'leak', query: `${test.query} Please.`, split: 'train' },
        test,
        { id: 'foreign', query: 'What is the capital of France, I wonder?', split: 'train' },
        { id: 'first', query: 'Which harbour of Brittany is deepest?', split: 'train' },
        { id: 'again', query: 'which harbour of  Brittany is deepest?', split: 'train' },
        { id: 'named', query: 'Ask tool_0, tool_1, tool_2, tool_3 and tool_4 for me', split: 'train' },
      ],
      good,
      {
        callQueries: [train.query],
        contaminants: [{ source: 'file', query: 'What is the capital of France, I wonder?' }],
      },
    );
    expect(examples.map(({ id }) => id)).toEqual([`no-call/${test.id}`, 'no-call/first']);
    expect(removals.map(({ id, stage }) => [id, stage])).toEqual([
      ['no-call/of-a-call', 'no-call'],
      ['no-call/leak', 'decontamination'],
      ['no-call/foreign', 'decontamination'],
      ['no-call/again', 'exact-duplicate'],
      ['no-call/named', 'no-call'],
    ]);
    expect(requests).toHaveLength(4);
  });

  it('gives the same whatever the concurrency, and nothing where no tool is left', async () => {
    const [one, many] = [await make(QUERIES, good, { concurrency: 1 }), await make(QUERIES, good, { concurrency: 16 })];
    expect(many.examples).toEqual(one.examples);
    const none = await make(QUERIES, good, { tools: [] });
    expect(none).toMatchObject({ examples: [], requests: [] });
    expect(none.removals).toHaveLength(QUERIES.length);
  });
});
