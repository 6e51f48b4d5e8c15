import type { Example, RepairPair, ToolSpec } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { formattingConfigSchema } from './config.ts';
import { type FormatOutcome, type FormatRequest, formatExamples } from './format-examples.ts';

const spec = (name: string, version = 'v1'): ToolSpec => ({
  name,
  originalName: name,
  description: `Does ${name}.`,
  parameters: { type: 'object', properties: { x: { type: 'integer' } } },
  effect: 'read',
  effectFrom: 'default',
  source: { kind: 'toolbox', location: 'toolbox:' },
  version,
});
const tools = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => spec(name));

function example(id: string, change: Partial<Example> = {}): Example {
  const tool = change.tool ?? 'a';
  const call = { id: 'c', name: tool, arguments: { x: 1 }, argumentsText: '{"x":1}' };
  const observation = { status: 'ok' as const, origin: 'live' as const, content: '2' };
  return {
    id,
    kind: 'call',
    tool,
    toolVersion: 'v1',
    trialId: id,
    paraphraseOf: null,
    seedId: id,
    split: 'train',
    query: 'How much?',
    solution: { call, observation },
    answer: 'Two.',
    messages: [
      { role: 'user', content: 'How much?' },
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', toolCallId: 'c', name: tool, content: '2' },
      { role: 'assistant', content: 'Two.' },
    ],
    trace: [],
    origin: 'live',
    judgement: null,
    grounding: [],
    offered: null,
    ...change,
  };
}

const config = (given: object = {}) => formattingConfigSchema.parse(given);
async function all(request: Partial<FormatRequest>): Promise<FormatOutcome[]> {
  const outcomes = formatExamples({ examples: [], tools, target: 'openai', config: config(), seed: 1, ...request });
  const collected: FormatOutcome[] = [];
  for await (const outcome of outcomes) collected.push(outcome);
  return collected;
}
const records = (outcomes: FormatOutcome[]) =>
  outcomes.flatMap((outcome) => ('record' in outcome ? outcome.record : []));
const reasons = (outcomes: FormatOutcome[]) =>
  outcomes.flatMap((outcome) => ('refused' in outcome ? outcome.refused.reason : []));
const offered = (outcome: FormatOutcome | undefined): string[] =>
  outcome !== undefined && 'record' in outcome
    ? (outcome.record.line.tools as { function: { name: string } }[]).map((tool) => tool.function.name)
    : [];

describe('formatExamples', () => {
  it('offers the right tool among others, the same for the same seed, another draw for another example', async () => {
    const examples = Array.from({ length: 20 }, (_, at) => example(`a/0/${at}`));
    const outcomes = await all({ examples });
    for (const outcome of outcomes) {
      expect(offered(outcome)).toContain('a');
      expect(new Set(offered(outcome)).size).toBe(4);
    }
    expect((await all({ examples })).map(offered)).toEqual(outcomes.map(offered));
    expect((await all({ examples, seed: 2 })).map(offered)).not.toEqual(outcomes.map(offered));
    expect(new Set(outcomes.map((outcome) => offered(outcome).indexOf('a'))).size).toBeGreaterThan(1);
  });

  it('carries lineage and split, and proves mistral and ste records turn by turn', async () => {
    for (const target of ['mistral', 'ste'] as const) {
      const outcomes = await all({ examples: [example('a/0/0', { split: 'test' })], target });
      expect(outcomes).toHaveLength(2);
      for (const outcome of outcomes) {
        if (!('record' in outcome)) throw new Error('refused');
        expect(outcome.record.split).toBe('test');
        expect(outcome.record.lineage).toMatchObject({ origin: 'example', exampleId: 'a/0/0', toolVersion: 'v1' });
        expect(outcome.proof?.trained).toHaveLength(1);
        expect(outcome.proof?.tokens).toBeNull();
      }
    }
  });

  it.each([
    ['a tool that is not given', { tool: 'zz' }, /zz is not among/],
    ['a changed schema', { toolVersion: 'v0' }, /schema of a has changed/],
    ['a dry run', { origin: 'dry-run' as const }, /dry run/],
    [
      'an empty answer',
      {
        messages: [
          { role: 'user' as const, content: 'q' },
          { role: 'assistant' as const, content: ' ' },
        ],
      },
      /empty/,
    ],
  ])('refuses %s with its reason', async (_, change, reason) => {
    const outcomes = await all({ examples: [example('a/0/0', change)] });
    expect(records(outcomes)).toEqual([]);
    expect(reasons(outcomes)).toEqual([expect.stringMatching(reason)]);
  });

  it('refuses a record that would be cut off in what it trains, and says that the length is estimated', async () => {
    const outcomes = await all({
      examples: [example('a/0/0')],
      target: 'mistral',
      config: config({ maxTokens: { mistral: 20 } }),
    });
    expect(records(outcomes)).toEqual([]);
    expect(reasons(outcomes)[0]).toMatch(/cut off inside what it trains: about \d+ tokens \(estimated.*limit 20/);
  });

  it('counts long OpenAI records exactly before refusing them', async () => {
    const long = example('a/0/0', {
      messages: [
        { role: 'user', content: 'word '.repeat(30_000) },
        { role: 'assistant', content: 'Two.' },
      ],
    });
    expect(records(await all({ examples: [long] }))).toHaveLength(1);
    const short = config({ maxTokens: { openai: 30_000 } });
    expect(reasons(await all({ examples: [long], config: short }))[0]).toMatch(/30\d\d\d tokens, limit 30000/);
  });

  it('mixes replayed examples in as training data and refuses those whose tool has changed', async () => {
    const outcomes = await all({
      examples: [example('a/0/0')],
      replay: {
        examples: [
          { example: { ...example('z/0/0', { tool: 'z', split: 'train' }), round: 1 }, reason: 'replay of round 1' },
          {
            example: { ...example('b/0/0', { tool: 'b', toolVersion: 'old' }), round: 2 },
            reason: 'replay of round 2',
          },
        ],
        tools: [spec('z'), spec('b', 'old')],
      },
    });
    expect(records(outcomes).map(({ lineage }) => [lineage.origin, lineage.exampleId])).toEqual([
      ['example', 'a/0/0'],
      ['replay', 'z/0/0'],
    ]);
    expect(records(outcomes)[1]?.lineage).toMatchObject({ round: 1, reason: 'replay of round 1' });
    expect(offered(outcomes[1])).toContain('z');
    expect(reasons(outcomes)).toEqual([expect.stringMatching(/schema of b has changed/)]);
  });

  it('says of an example of a project which round it is new in, or carried over from', async () => {
    const outcomes = await all({
      examples: [
        { ...example('r2/a/0/0'), round: 2 },
        { ...example('r1/b/0/0', { tool: 'b' }), round: 1, migratedFrom: ['old'] },
        example('c/0/0', { tool: 'c' }),
      ],
    });
    expect(records(outcomes).map(({ lineage }) => [lineage.round, lineage.reason])).toEqual([
      [2, 'new in round 2'],
      [1, 'of round 1, carried over to another version of b'],
      [undefined, undefined],
    ]);
  });

  it('offers a query without a tool only tools that were judged not to serve it', async () => {
    const noCall = (id: string, names: string[]) =>
      example(id, {
        kind: 'no-call',
        tool: null,
        toolVersion: null,
        solution: null,
        offered: names,
        messages: NO_CALL,
      });
    const NO_CALL = [
      { role: 'user' as const, content: 'Write a poem.' },
      { role: 'assistant' as const, content: 'No tool of mine does that.' },
    ];
    const many = Array.from({ length: 30 }, (_, at) => noCall(`no-call/${at}`, ['b', 'd', 'e', 'gone']));
    const request = { examples: many, config: config({ tools: { offered: 2 } }) };
    const outcomes = await all(request);
    const seen = new Set(outcomes.flatMap(offered));
    expect([...seen].sort()).toEqual(['b', 'd', 'e']);
    for (const outcome of outcomes) expect(offered(outcome)).toHaveLength(2);
    expect(await all(request)).toEqual(outcomes);
    const unjudged = [noCall('no-call/0', ['gone'])];
    expect(reasons(await all({ examples: unjudged }))).toEqual([expect.stringMatching(/judged not to serve/)]);
    expect(records(await all({ examples: unjudged, target: 'ste' }))).toHaveLength(1);
  });

  it('puts general records into training without tools, in normal mode for ste', async () => {
    const general = [
      {
        id: 'g/1',
        reason: 'general: 1 of 9 of bundled',
        messages: [
          { role: 'user' as const, content: 'Hi' },
          { role: 'assistant' as const, content: 'Hello' },
        ],
      },
    ];
    const [openai] = records(await all({ general }));
    expect(openai?.line).toEqual({
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
      ],
    });
    expect(openai?.lineage).toMatchObject({
      origin: 'general',
      exampleId: 'g/1',
      tool: null,
      round: null,
      reason: 'general: 1 of 9 of bundled',
    });
    const [ste] = records(await all({ general, target: 'ste' }));
    expect(JSON.stringify(ste?.line)).toContain('normal mode');
  });

  it('makes preference records where the calls differ and the target can say both', async () => {
    const attempt = (args: { x: number } | null, text: string): RepairPair['chosen'] => ({
      call: { id: 'c', name: 'a', arguments: args, argumentsText: text },
      observation: { status: 'ok', origin: 'live', content: '' },
    });
    const pair: RepairPair = {
      id: 'p',
      tool: 'a',
      toolVersion: 'v1',
      trialId: 't',
      seedId: 't',
      split: 'train',
      query: 'How much?',
      rejected: attempt(null, '{"x": '),
      chosen: attempt({ x: 1 }, '{"x":1}'),
    };
    const repairPairs = [pair, { ...pair, id: 'same', rejected: pair.chosen }];
    const [record, ...rest] = await all({ repairPairs });
    expect(record).toMatchObject({
      record: {
        kind: 'preference',
        line: {
          preferred_output: [{ tool_calls: [{ function: { arguments: '{"x":1}' } }] }],
          non_preferred_output: [{ tool_calls: [{ function: { arguments: '{"x": ' } }] }],
        },
      },
    });
    expect(reasons(rest)).toEqual([expect.stringMatching(/equals the good one/)]);
    expect(reasons(await all({ repairPairs, target: 'trl' }))[0]).toMatch(/do not parse/);
    expect(await all({ repairPairs, config: config({ preference: false }) })).toEqual([]);
  });
});
