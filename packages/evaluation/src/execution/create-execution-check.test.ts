import type { Executor, GoldCall, JsonObject, Observation, Place, Prediction, ToolCall } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { createExecutionCheck } from './create-execution-check.ts';

const tools = ['convert', 'convert_too', 'look'].map((name) => ({
  name,
  originalName: name,
  description: '',
  parameters: { type: 'object' },
}));
const ok = (content: string, origin: Observation['origin'] = 'live'): Observation => ({
  status: 'ok',
  origin,
  content,
});
const failed = (failure: Observation['failure'], origin: Observation['origin'] = 'none'): Observation => ({
  status: 'error',
  failure,
  origin,
  content: 'no',
});

/** An executor that answers as a test says, and what it was asked. */
function scripted(answer: (call: ToolCall) => Observation) {
  const asked: { call: ToolCall; place: Place }[] = [];
  const executor: Executor = {
    execute: async (call, { place }) => {
      asked.push({ call, place });
      return answer(call);
    },
  };
  return { executor, asked };
}

function predict(
  called: { name: string; arguments: JsonObject } | null,
  gold: Partial<GoldCall> | null = {},
): Prediction {
  const wanted: GoldCall[] = gold === null ? [] : [{ tool: 'convert', arguments: { amount: 1, unit: 'km' }, ...gold }];
  const toolCalls = called && [{ id: '1', ...called, argumentsText: '' }];
  return {
    item: { id: 'convert/1', query: 'q', calls: wanted, tool: wanted[0]?.tool ?? null },
    repetition: 0,
    message: { role: 'assistant', content: '', ...(toolCalls && { toolCalls }) },
    finishReason: null,
    usage: null,
    took: null,
    cost: null,
  };
}

async function check(answer: (call: ToolCall) => Observation, ...predictions: Prediction[]) {
  const { executor, asked } = scripted(answer);
  const execution = createExecutionCheck({ header: { protocol: 'native', tools }, executor });
  for (const prediction of predictions) await execution.check(prediction);
  const { same, unchecked } = execution.score();
  return { same: `${same.count} of ${same.of}`, unchecked, asked, clusters: same.clusters };
}
const kilometre = { name: 'convert', arguments: { amount: 1, unit: 'km' } };
const metres = { name: 'convert', arguments: { amount: 1000, unit: 'm' } };

describe('executed checks', () => {
  it('compare what gold and predicted call bring back, run at one place', async () => {
    const answers = (call: ToolCall) =>
      ok(call.arguments?.unit === 'km' ? '{"m": 0.3, "of": [1, 2]}' : '{"of":[1,2],"m":0.30000000000000004}');
    const { asked, ...result } = await check(answers, predict(metres));
    expect(result).toMatchObject({ same: '1 of 1', unchecked: {} });
    expect(asked.map(({ call }) => call.arguments)).toEqual([kilometre.arguments, metres.arguments]);
    expect(asked.map(({ place }) => place)).toEqual(
      Array(2).fill({ tool: 'convert', item: 'convert/1', step: 'executed-check', ordinal: 0 }),
    );
  });

  it('credit another tool that brings back the same, and no call that is refused', async () => {
    const other = { ...kilometre, name: 'convert_too' };
    expect(await check(() => ok('1000 m'), predict(other))).toMatchObject({ same: '1 of 1' });
    const answers = ({ name }: ToolCall) => (name === 'convert' ? ok('1000 m') : failed('unknown-tool'));
    expect(await check(answers, predict({ ...kilometre, name: 'konvert' }))).toMatchObject({ same: '0 of 1' });
    const strict = ({ arguments: args }: ToolCall) => (args?.unit === 'km' ? ok('1') : failed('invalid-arguments'));
    expect(await check(strict, predict(metres))).toMatchObject({ same: '0 of 1' });
  });

  it('tell different observations apart, shortened ones by their length too', async () => {
    const byUnit = (km: Observation, m: Observation) => (call: ToolCall) => (call.arguments?.unit === 'km' ? km : m);
    for (const [km, m] of [
      [ok('1000'), ok('1001')],
      [ok('{"a":1}'), ok('{"a":1,"b":2}')],
      [ok('[1,2]'), ok('[2,1]')],
      [ok('a'), ok('{"a":1}')],
      [
        { ...ok('[1,'), fullLength: 9000 },
        { ...ok('[1,'), fullLength: 9001 },
      ],
    ] as const)
      expect(await check(byUnit(km, m), predict(metres))).toMatchObject({ same: '0 of 1' });
  });

  it('run equal arguments once, but only credit them where the tool answers', async () => {
    const reordered = { name: 'convert', arguments: { unit: 'km', amount: 1 } };
    expect(await check(() => ok('1'), predict(reordered))).toMatchObject({ same: '1 of 1', asked: { length: 1 } });
    expect(await check(() => failed('not-executable'), predict(reordered))).toMatchObject({ same: '0 of 0' });
  });

  it.each<[string, Observation]>([
    ['the tool cannot be executed', failed('not-executable')],
    ['the call is not recorded', failed('not-recorded')],
    ['a write was not allowed', failed('effect-denied')],
    ['the tool was not really called', ok('made up', 'simulated')],
    ['the tool was not really called', ok('not executed', 'dry-run')],
    ['the tool could not be reached', failed('timeout', 'live')],
  ])('leave out, and say why: %s', async (reason, observation) => {
    expect(await check(() => observation, predict(metres))).toMatchObject({
      same: '0 of 0',
      unchecked: { [reason]: 1 },
    });
    const answers = (call: ToolCall) => (call.arguments?.unit === 'km' ? ok('1') : observation);
    expect(await check(answers, predict(metres))).toMatchObject({ same: '0 of 0', unchecked: { [reason]: 1 } });
  });

  it('leave out what has nothing to compare', async () => {
    const several = predict(metres);
    several.item.calls.push({ tool: 'look', arguments: {} });
    const none = { ...predict(null), message: null };
    const { unchecked, same } = await check(() => ok('1'), several, none, predict(null), predict(metres, null));
    expect({ unchecked, same }).toEqual({
      same: '0 of 0',
      unchecked: { 'several calls are wanted': 1, 'no call was made': 2 },
    });
    expect(await check(() => failed('tool-error', 'live'), predict(metres))).toMatchObject({
      unchecked: { 'the gold call fails': 1 },
    });
  });

  it('take what was once observed of the gold call where it cannot be run again', async () => {
    const answers = (call: ToolCall) =>
      call.arguments?.unit === 'km' ? failed('not-recorded') : ok('1000 m', 'recorded');
    expect(await check(answers, predict(metres, { observation: ok('1000 m') }))).toMatchObject({ same: '1 of 1' });
    const simulated = predict(metres, { observation: ok('1000 m', 'simulated') });
    expect(await check(answers, simulated)).toMatchObject({ unchecked: { 'the tool was not really called': 1 } });
  });

  it('cluster by tool', async () => {
    const looked = predict({ name: 'look', arguments: {} }, { tool: 'look', arguments: {} });
    expect(await check(() => ok('1'), predict(metres), predict(metres), looked)).toMatchObject({
      same: '3 of 3',
      clusters: 2,
    });
  });
});
