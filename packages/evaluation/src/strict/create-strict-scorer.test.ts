import type { AssistantMessage, GoldCall, JsonObject, Prediction, TestItem, TestTool } from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStrictScorer } from './create-strict-scorer.ts';

const tool = (name: string, originalName = name): TestTool => ({
  name,
  originalName,
  description: '',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer', default: 1 } },
    required: ['city'],
  },
});
const tools = [tool('get_weather', 'Weather%%Get weather'), tool('get_tides')];
const scorer = createStrictScorer({ header: { protocol: 'text', tools } });
const gold = (city: string, name = 'get_weather'): GoldCall => ({ tool: name, arguments: { city } });

function predict(content: string | null, calls: readonly GoldCall[], order?: TestItem['order']): Prediction {
  const message: AssistantMessage | null = content === null ? null : { role: 'assistant', content };
  return {
    item: { id: 'i', query: 'q', calls: [...calls], tool: calls[0]?.tool ?? null, ...(order && { order }) },
    repetition: 0,
    message,
    finishReason: null,
    usage: null,
    took: null,
    cost: null,
  };
}
const call = (name: string, args: JsonObject) => `Action: ${name}\nAction Input: ${JSON.stringify(args)}\n`;
const score = (...args: Parameters<typeof predict>) => scorer.score(predict(...args));
const oslo = call('get_weather', { city: 'Oslo' });

describe('one wanted call', () => {
  it.each([
    [oslo, { isCorrect: true, miss: null, calledTool: 'get_weather', decidedBy: 'comparison' }],
    [call('<tool_Weather%%Get weather>', { city: 'oslo' }), { isCorrect: true, calledTool: 'get_weather' }],
    [`${oslo}${call('get_tides', {})}`, { isCorrect: true }],
    [null, { isWellformed: false, miss: 'no-reply' }],
    ['4 °C', { isWellformed: false, miss: 'no-call', calledTool: null }],
    ['Action: get_weather\nAction Input: {"city"', { isWellformed: false, miss: 'malformed' }],
    [
      call('get_weathers', { city: 'Oslo' }),
      { isWellformed: true, isToolMatch: false, miss: 'wrong-tool', calledTool: 'get_weathers' },
    ],
    [
      call('get_tides', { city: 'Oslo' }),
      { isToolMatch: false, miss: 'wrong-tool', calledTool: 'get_tides', decidedBy: null },
    ],
    [
      call('get_weather', { place: 1 }),
      { isToolMatch: true, isCorrect: false, miss: 'missing-argument', decidedBy: 'comparison' },
    ],
    [call('get_weather', { city: 'Bergen', days: 2 }), { miss: 'unexpected-argument' }],
    [
      call('get_weather', { city: 'Bergen', days: 1 }),
      { miss: 'wrong-value', problems: [{ path: '/city', problem: 'value', expected: 'Oslo', actual: 'Bergen' }] },
    ],
  ])('%j', (content, verdict) => {
    expect(score(content, [gold('Oslo')])).toMatchObject({
      profile: 'strict',
      itemId: 'i',
      tool: 'get_weather',
      ...verdict,
    });
  });

  it('says when only an accepted value makes it right', () => {
    const accepted = [{ ...gold('Oslo'), accepted: { '/city': ['Kristiania'] } }];
    expect(score(oslo, accepted)).toMatchObject({ isCorrect: true, decidedBy: 'comparison' });
    expect(score(call('get_weather', { city: 'Kristiania' }), accepted)).toMatchObject({
      isCorrect: true,
      decidedBy: 'dispute',
    });
  });
});

describe('several wanted calls', () => {
  const both = [gold('Oslo'), gold('Bergen')];
  const bergen = call('get_weather', { city: 'Bergen' });

  it('come in order, unless any order will do', () => {
    expect(score(oslo + bergen, both)).toMatchObject({ isToolMatch: true, isCorrect: true });
    expect(score(bergen + oslo, both)).toMatchObject({ isToolMatch: true, isCorrect: false, miss: 'wrong-value' });
    expect(score(bergen + oslo, both, 'any-order')).toMatchObject({ isCorrect: true });
  });

  it('are each served by a call of their own', () => {
    const open = { ...gold('Oslo'), accepted: { '/city': ['Bergen'] } };
    expect(score(oslo + oslo, both, 'any-order')).toMatchObject({
      miss: 'wrong-value',
      problems: [{ expected: 'Bergen', actual: 'Oslo' }],
    });
    // The first wanted call accepts both, the second only Bergen: taking the first that fits would fail.
    expect(score(bergen + oslo, [open, gold('Bergen')], 'any-order')).toMatchObject({ isCorrect: true });
  });

  it('are all made and no other', () => {
    expect(score(oslo, both)).toMatchObject({ isToolMatch: false, miss: 'no-call' });
    expect(score(`${oslo}Action: get_weather\nAction Input: {`, both)).toMatchObject({ miss: 'malformed' });
    expect(score(oslo + bergen + bergen, both)).toMatchObject({ isToolMatch: false, miss: 'unwanted-call' });
    expect(score(oslo + call('get_tides', {}), both)).toMatchObject({ isToolMatch: false, miss: 'wrong-tool' });
  });
});

it('wants no call where none is right', () => {
  expect(score('I cannot help.', [])).toMatchObject({
    isWellformed: true,
    isToolMatch: true,
    isCorrect: true,
    miss: null,
  });
  expect(score(oslo, [])).toMatchObject({
    isCorrect: false,
    miss: 'unwanted-call',
    calledTool: 'get_weather',
    tool: null,
  });
  expect(score('Action: get_weather\nAction Input: {', [])).toMatchObject({ isCorrect: false, miss: 'malformed' });
});

it('finds the gold calls right, in order and in any order', () => {
  const args = fc.dictionary(fc.constantFrom('city', 'days', 'z'), fc.jsonValue(), { noNullPrototype: true });
  const golds = fc.array(
    fc.record({ tool: fc.constantFrom('get_weather', 'get_tides'), arguments: args as fc.Arbitrary<JsonObject> }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(golds, (drawn) => {
      const wanted = JSON.parse(JSON.stringify(drawn)) as GoldCall[];
      const written = wanted.map((one) => call(one.tool, one.arguments));
      expect(score(written.join(''), wanted)).toMatchObject({ isCorrect: true });
      expect(score(written.reverse().join(''), wanted, 'any-order')).toMatchObject({ isCorrect: true });
    }),
  );
});
