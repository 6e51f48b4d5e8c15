import {
  type ChatReply,
  type ChatRequest,
  type GroundingMaterial,
  type ImagineMaterial,
  type JudgeMaterial,
  type Judgement,
  judgementSchema,
  type Message,
  type ParaphraseMaterial,
  readJsonReply,
  reflectionSchema,
  renderMaterial,
  type ToolDefinition,
} from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { importToolbox } from '../import-toolbox.ts';
import { scenarios } from '../scenarios/index.ts';
import { createQueryMatcher } from './match-query.ts';
import { createPracticeModel } from './practice-model.ts';

const definitions = importToolbox().tools.map(
  ({ spec: { name, description, parameters } }): ToolDefinition => ({ name, description, parameters }),
);
const definition = (name: string) => definitions.find((tool) => tool.name === name) as ToolDefinition;
const match = createQueryMatcher(scenarios);
const model = createPracticeModel({ seed: 7 });

const ask = (
  purpose: ChatRequest['purpose'],
  place: Partial<ChatRequest['place']>,
  messages: Message[],
  tools?: ToolDefinition[],
): Promise<ChatReply> =>
  model.complete({ purpose, place: { step: purpose, ordinal: 0, ...place }, messages, ...(tools && { tools }) });
const askAbout = async (purpose: ChatRequest['purpose'], place: Partial<ChatRequest['place']>, material: object) =>
  (await ask(purpose, place, [user(`Here it is:\n${renderMaterial(material)}`)])).message.content;
const user = (content: string): Message => ({ role: 'user', content });

async function imagineMany(tool: string, count: number, withMemory: boolean): Promise<string[]> {
  const queries: string[] = [];
  for (let trial = 0; trial < count; trial++) {
    const material: ImagineMaterial = { tool: definition(tool) };
    if (withMemory) material.earlierQueries = queries.map((query) => ({ query, solved: true }));
    queries.push(await askAbout('imagine', { trial }, material));
  }
  return queries;
}

const QUERY = 'What date is 40 days after 3 May 2026?';
const RIGHT = { date: '2026/05/03', days: 40 };
const RESULT = JSON.stringify({ date: '2026/06/12', weekday: 'Friday' });
const called = (args: object, content: string): Message[] => [
  {
    role: 'assistant',
    content: '',
    toolCalls: [{ id: 'call_0', name: 'add_days', arguments: args as never, argumentsText: JSON.stringify(args) }],
  },
  { role: 'tool', toolCallId: 'call_0', name: 'add_days', content },
];
const FORMAT_ERROR = 'date: cannot read "2026-05-03", a date is written yyyy/MM/dd, for example 2024/02/29';

/** Replies to the same conversation at many places. */
const solveMany = (messages: Message[], count = 300, tools = [definition('add_days')]) =>
  Promise.all(Array.from({ length: count }, (_, trial) => ask('solve', { trial }, messages, tools)));
const shareRight = (replies: ChatReply[]) =>
  replies.filter(({ message }) => JSON.stringify(message.toolCalls?.[0]?.arguments) === JSON.stringify(RIGHT)).length /
  replies.length;

describe('determinism', () => {
  it('gives the same reply to the same request, other replies at other places and under other seeds', async () => {
    const request = (trial: number): ChatRequest => ({
      purpose: 'imagine',
      place: { step: 'imagine', trial, ordinal: 0 },
      messages: [user(renderMaterial({ tool: definition('convert_units') }))],
    });
    const again = createPracticeModel({ seed: 7 });
    const other = createPracticeModel({ seed: 8 });
    const trials = Array.from({ length: 30 }, (_, trial) => trial);
    const replies = async (from: typeof model) => Promise.all(trials.map((trial) => from.complete(request(trial))));
    expect(await replies(again)).toEqual(await replies(model));
    expect(await replies(other)).not.toEqual(await replies(model));
    expect(new Set((await replies(model)).map(({ message }) => message.content)).size).toBeGreaterThan(5);
  });

  it('counts usage by characters and says that it is an estimate', async () => {
    const [reply] = await solveMany([user(QUERY)], 1);
    expect(reply?.usage.isEstimated).toBe(true);
    expect(reply?.usage.inputTokens).toBe(
      Math.ceil((QUERY.length + JSON.stringify(definition('add_days')).length) / 4),
    );
  });
});

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

describe('judge', () => {
  const judge = async (
    query: string,
    args: object,
    content: string,
    answer: string,
  ): Promise<Judgement | undefined> => {
    const material: JudgeMaterial = {
      tool: definition('add_days'),
      query,
      steps: [
        {
          call: { id: '0', name: 'add_days', arguments: args as never, argumentsText: JSON.stringify(args) },
          observation: { status: content === RESULT ? 'ok' : 'error', origin: 'live', content },
        },
      ],
      answer,
    };
    for (let ordinal = 0; ordinal < 3; ordinal++) {
      const reading = readJsonReply(await askAbout('judge', { ordinal }, material), judgementSchema);
      if (reading.ok) return reading.value;
    }
    return undefined;
  };
  const answer = '40 days after 3 May 2026 it is Friday, 2026/06/12.';
  const verdict = (informative: boolean, faithful: boolean, appropriate: boolean) => ({
    informative,
    faithful,
    appropriate,
  });

  it('finds the faults', async () => {
    expect(await judge(QUERY, RIGHT, RESULT, answer)).toMatchObject(verdict(true, true, true));
    expect(await judge(QUERY, RIGHT, RESULT, 'It will be a Friday: 2026/06/12.')).toMatchObject(
      verdict(true, true, true),
    );
    expect(await judge(QUERY, RIGHT, RESULT, answer.replace('12', '19'))).toMatchObject(verdict(true, false, true));
    expect(await judge(QUERY, RIGHT, RESULT, 'Done, that is settled.')).toMatchObject({ informative: false });
    expect(await judge(QUERY, { ...RIGHT, days: 41 }, RESULT, answer)).toMatchObject({ appropriate: false });
    expect(await judge(QUERY, RIGHT, FORMAT_ERROR, answer)).toMatchObject(verdict(false, false, false));
  });

  it('judges grounding value by value', async () => {
    const material: GroundingMaterial = {
      tool: definition('add_days'),
      query: QUERY,
      arguments: RIGHT,
      values: [
        { path: '/date', value: '2026/05/03' },
        { path: '/days', value: 41 },
      ],
    };
    const replies = await Promise.all(
      [0, 1, 2].map((ordinal) => askAbout('judge', { step: 'grounding', ordinal }, material)),
    );
    expect(replies).toContain('{"derivable":[true,false]}');
  });

  it('judges no-call answers', async () => {
    const tools = definitions.map(({ name, description }) => ({ name, description }));
    const shape = z.object({ served: z.boolean(), helpful: z.boolean(), reason: z.string() });
    const ask = async (query: string, given: string) =>
      readJsonReply(await askAbout('judge', { step: 'no-call' }, { tools, query, answer: given }), shape);
    expect(await ask(QUERY, 'None of my tools can do this.')).toMatchObject({ value: { served: true } });
    expect(await ask('Sing me a song.', 'None of my tools can do this.')).toMatchObject({
      value: { served: false, helpful: true },
    });
  });
});

describe('paraphrase', () => {
  it('finds six other wordings of each scenario, which mostly keep the slots', async () => {
    let kept = 0;
    let asked = 0;
    for (const [index, scenario] of scenarios.entries()) {
      const queries = await imagineMany(scenario.tool, 3, true);
      const query = queries.find((text) => match(text, new Set([scenario.tool])));
      const understood = query && match(query, new Set([scenario.tool]));
      if (!query || !understood) continue;
      const avoid: ParaphraseMaterial['avoid'] = [];
      for (let ordinal = 0; ordinal < 6; ordinal++) {
        const text = await askAbout('paraphrase', { item: String(index), ordinal }, { query, keep: [], avoid });
        const read = match(text, new Set([scenario.tool]));
        asked++;
        if (JSON.stringify(sorted(read?.slots)) === JSON.stringify(sorted(understood.slots))) kept++;
        expect(avoid.map((entry) => entry.query)).not.toContain(text);
        avoid.push({ query: text });
      }
    }
    expect(kept / asked).toBeGreaterThan(0.8);
    expect(kept / asked).toBeLessThan(1);
  });
});

const sorted = (slots: object | undefined) =>
  Object.entries(slots ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));

describe('what it does not know', () => {
  it('refuses tools of other sources and says that a real model is needed', async () => {
    const foreign: ToolDefinition = { name: 'send_mail', description: 'Sends mail.', parameters: { type: 'object' } };
    const refusal = { code: 'config/practice-model', hint: expect.stringContaining('openai:') };
    await expect(askAbout('imagine', {}, { tool: foreign })).rejects.toMatchObject(refusal);
    await expect(ask('solve', {}, [user('Mail my boss.')], [foreign])).rejects.toMatchObject(refusal);
    await expect(ask('imagine', {}, [user('no material')])).rejects.toMatchObject(refusal);
    await expect(askAbout('judge', { step: 'unheard-of' }, {})).rejects.toMatchObject(refusal);
  });
});
