import { type ImagineMaterial, type Message, readJsonReply, reflectionSchema } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import {
  ask,
  askAbout,
  called,
  definition,
  definitions,
  FORMAT_ERROR,
  imagineMany,
  match,
  QUERY,
  RESULT,
  RIGHT,
  shareRight,
  solveMany,
  user,
} from '../../test/ask-practice.ts';

describe('imagine', () => {
  it.each(definitions.map(({ name }) => name))('imagines mostly readable queries of %s', async (tool) => {
    const queries = await imagineMany(tool, 60, true);
    const readable = queries.filter((query) => match(query, new Set([tool]))).length;
    expect(readable).toBeGreaterThan(45);
    expect(readable).toBeLessThanOrEqual(60);
  });

  it('repeats itself without long-term memory, and seldom with it', async () => {
    const distinct = async (withMemory: boolean) => new Set(await imagineMany('convert_units', 60, withMemory)).size;
    expect(await distinct(false)).toBeLessThan(20);
    expect(await distinct(true)).toBeGreaterThan(54);
  });

  it('makes fewer mistakes once it was refused', async () => {
    const flawed = async (refused: ImagineMaterial['refused']) => {
      const queries = await Promise.all(
        Array.from({ length: 400 }, (_, trial) =>
          askAbout('imagine', { trial }, { tool: definition('find_city'), ...(refused && { refused }) }),
        ),
      );
      return queries.filter((query) => !match(query, new Set(['find_city']))).length;
    };
    const first = await flawed(undefined);
    expect(first).toBeGreaterThan(8);
    expect(await flawed([{ query: '', reason: 'it is empty' }])).toBeLessThan(first / 2);
  });

  it('asks for what states an argument, where that is what is wanted', async () => {
    const share = async (focus: ImagineMaterial['focus']) => {
      const replies = await Promise.all(
        Array.from({ length: 100 }, (_, trial) =>
          askAbout(
            'imagine',
            { trial },
            { tool: definition('evaluate_math'), earlierQueries: [], ...(focus && { focus }) },
          ),
        ),
      );
      const read = replies.flatMap((query) => match(query, new Set(['evaluate_math'])) ?? []);
      return read.filter(({ scenario, slots }) => 'digits' in scenario.arguments(slots)).length / read.length;
    };
    expect(await share({ kind: 'argument', argument: '/digits', schema: {}, isRequired: false })).toBe(1);
    const anything = await share({ kind: 'confused-pair', rival: definition('derive_math') });
    expect(anything).toBeGreaterThan(0.1);
    expect(anything).toBeLessThan(0.7);
  });

  it.each(definitions.map(({ name }) => name))('imagines near misses of %s that no tool serves', async (near) => {
    const tools = definitions.map(({ name, description }) => ({ name, description }));
    const all = new Set(tools.map(({ name }) => name));
    const queries = await Promise.all(
      Array.from({ length: 40 }, (_, trial) =>
        askAbout('imagine', { step: 'no-call', trial }, { tools, earlierQueries: [], near }),
      ),
    );
    expect(queries.filter((query) => match(query, all))).toEqual([]);
    expect(queries.filter((query) => /\{(?:query|person)\}/.test(query))).toEqual([]);
    expect(new Set(queries).size).toBeGreaterThan(10);
  });

  it('imagines no-call queries that no tool serves', async () => {
    const tools = definitions.map(({ name, description }) => ({ name, description }));
    const queries = await Promise.all(
      Array.from({ length: 300 }, (_, trial) =>
        askAbout('imagine', { step: 'no-call', trial }, { tools, earlierQueries: [] }),
      ),
    );
    const all = new Set(tools.map(({ name }) => name));
    expect(queries.filter((query) => match(query, all))).toEqual([]);
    expect(new Set(queries).size).toBeGreaterThan(200);
    expect(queries.filter((query) => query.includes('{'))).toEqual([]);
  });
});

describe('solve', () => {
  it('errs often at first, seldom once the history shows a call that worked', async () => {
    const fresh = shareRight(await solveMany([user(QUERY)]));
    const history = [user('What date is 3 days before 9 May 2026?'), ...called({ date: '2026/05/09' }, RESULT)];
    const taught = shareRight(await solveMany([...history, { role: 'assistant', content: 'Done.' }, user(QUERY)]));
    expect(fresh).toBeGreaterThan(0.4);
    expect(fresh).toBeLessThan(0.7);
    expect(taught).toBeGreaterThan(0.9);
  });

  it('repairs a call from the error text, and cannot without feedback', async () => {
    const wrong = { date: '2026-05-03', days: 40 };
    expect(shareRight(await solveMany([user(QUERY), ...called(wrong, FORMAT_ERROR)]))).toBeGreaterThan(0.8);
    const blind = await solveMany([user(QUERY), ...called(wrong, '(The call was made. Its result is not shown.)')]);
    expect(blind.filter(({ message }) => message.toolCalls)).toEqual([]);
    expect(blind.filter(({ message }) => message.content.includes('12'))).not.toHaveLength(blind.length);
  });

  it('answers from the observation, unfaithfully or emptily now and then', async () => {
    const replies = await solveMany([user(QUERY), ...called(RIGHT, RESULT)]);
    const faithful = replies.filter(({ message }) => message.content.includes('Friday, 2026/06/12')).length;
    expect(faithful).toBeGreaterThan(255);
    expect(faithful).toBeLessThan(300);
  });

  it('writes broken JSON sometimes, as data that says so', async () => {
    const calls = (await solveMany([user(QUERY)], 600)).flatMap(({ message }) => message.toolCalls ?? []);
    const broken = calls.filter((call) => call.arguments === null);
    expect(broken.length).toBeGreaterThan(5);
    for (const call of broken) {
      expect(call.parseError).toBeTruthy();
      expect(() => JSON.parse(call.argumentsText)).toThrow();
    }
  });

  it('sets an optional number that nobody asked for now and then, which the judge passes and grounding does not', async () => {
    const tool = definition('evaluate_math');
    const query = 'What is 3 * 4?';
    const replies = await solveMany([user(query)], 600, [tool]);
    const extra = replies.flatMap(({ message }) => message.toolCalls ?? []).filter((call) => call.arguments?.digits);
    expect(extra.length).toBeGreaterThan(3);
    expect(extra.length).toBeLessThan(40);
    const args = { expression: '3 * 4', digits: 5 };
    const call = { id: '0', name: tool.name, arguments: args, argumentsText: JSON.stringify(args) };
    const steps = [{ call, observation: { status: 'ok', origin: 'live', content: '{"result":"12"}' } }];
    const values = [{ path: '/digits', value: 5 }];
    expect(await askAbout('judge', {}, { tool, query, steps, answer: '3 * 4 = 12' })).toContain('"appropriate":true');
    expect(await askAbout('judge', { step: 'grounding' }, { tool, query, arguments: args, values })).toContain(
      '[false]',
    );
  });

  it('gives up openly when calls keep failing', async () => {
    const failures = Array.from({ length: 4 }, () => called({}, FORMAT_ERROR)).flat();
    const [reply] = await solveMany([user(QUERY), ...failures], 1);
    expect(reply?.message.content).toContain('could not');
  });

  it('says that no tool fits, or sometimes calls one all the same', async () => {
    const replies = await solveMany([user('Write a short poem about fog.')], 300, definitions);
    const calls = replies.filter(({ message }) => message.toolCalls).length;
    expect(calls).toBeGreaterThan(10);
    expect(calls).toBeLessThan(60);
  });
});

describe('reflect', () => {
  const reflect = async (conversation: Message[]) => {
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, trial) =>
        ask('reflect', { trial }, [...conversation, user('Was it fulfilled?')]),
      ),
    );
    return replies.map(({ message }) => readJsonReply(message.content, reflectionSchema));
  };
  it('tells solved from unsolved, with some replies that cannot be read', async () => {
    const answered: Message = { role: 'assistant', content: 'It is Friday, 2026/06/12.' };
    const good = await reflect([user(QUERY), ...called(RIGHT, RESULT), answered]);
    const bad = await reflect([user(QUERY), ...called(RIGHT, FORMAT_ERROR), answered]);
    expect(good.every((reading) => !reading.ok || reading.value.solved)).toBe(true);
    expect(bad.every((reading) => !reading.ok || !reading.value.solved)).toBe(true);
    expect(good.filter(({ ok }) => !ok).length).toBeGreaterThan(0);
    expect(good.filter(({ ok }) => !ok).length).toBeLessThan(20);
  });
});
