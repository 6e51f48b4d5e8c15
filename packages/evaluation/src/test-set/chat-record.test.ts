import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue, type TestItem } from '@imaginarium/contracts';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readChatRecord } from './chat-record.ts';
import { readTestSet } from './read-test-set.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-record-'));
afterAll(() => rmSync(folder, { recursive: true }));

const user = (content: JsonValue) => ({ role: 'user', content });
const call = (id: string, args: JsonValue, name = 'weather') => ({
  id,
  type: 'function',
  function: { name, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
});
const calling = (...calls: JsonValue[]) => ({ role: 'assistant', content: null, tool_calls: calls });
const answer = (id: string, content: string) => ({ role: 'tool', tool_call_id: id, content });
const said = (content: string) => ({ role: 'assistant', content });
const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }];
const read = (...messages: JsonValue[]) => {
  const record = readChatRecord({ messages, tools });
  if ('reason' in record) throw new Error(record.reason);
  return record.item;
};
const refused = (record: JsonObject) => {
  const result = readChatRecord(record);
  return 'reason' in result ? result.kind : 'read';
};

describe('a chat record as a test item', () => {
  it('has the calls of the first calling turn after the last user message as gold, with what came back', () => {
    const item = read(
      { role: 'developer', content: 'Be brief.' },
      user('Hello'),
      said('Hello!'),
      user([
        { type: 'text', text: 'Weather in ' },
        { type: 'text', text: 'Rome?' },
      ]),
      said('Let me see.'),
      calling(call('1', { place: 'Rome' })),
      answer('1', 'sunny'),
      calling(call('2', { place: 'Rome', day: 2 })),
      answer('2', 'rain'),
      said('Sunny, then rain.'),
    );
    expect(item).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      query: 'Weather in Rome?',
      context: [{ role: 'system', content: 'Be brief.' }, user('Hello'), said('Hello!')],
      calls: [
        {
          tool: 'weather',
          arguments: { place: 'Rome' },
          observation: { status: 'ok', origin: 'recorded', content: 'sunny' },
        },
      ],
      tool: 'weather',
    });
  });

  it('wants all calls of one turn, in any order', () => {
    const item = read(user('Rome and Oslo?'), calling(call('1', { place: 'Rome' }), call('2', { place: 'Oslo' })));
    expect(item).toMatchObject({
      calls: [{ arguments: { place: 'Rome' } }, { arguments: { place: 'Oslo' } }],
      order: 'any-order',
    });
  });

  it('wants no call where none is made, and takes calls before the query as context', () => {
    const item = read(user('Rome?'), calling(call('1', {})), answer('1', 'sunny'), user('Thanks'), said('Welcome.'));
    expect(item).toMatchObject({ query: 'Thanks', calls: [], tool: null });
    expect(item.context?.[2]).toEqual({ role: 'tool', toolCallId: '1', name: 'weather', content: 'sunny' });
  });

  it('takes arguments that are an object', () => {
    const turn = {
      role: 'assistant',
      tool_calls: [{ id: '1', function: { name: 'weather', arguments: { place: 'X' } } }],
    };
    expect(read(user('X?'), turn).calls[0]?.arguments).toEqual({ place: 'X' });
  });

  it.each([
    ['broken-line', 'no messages', { messages: 'hi' }],
    ['broken-line', 'no user message', { messages: [said('Hi')] }],
    ['broken-line', 'a role that is not known', { messages: [user('Hi'), { role: 'function', content: '' }] }],
    [
      'broken-line',
      'the old way to call',
      { messages: [user('Hi'), { role: 'assistant', function_call: { name: 'a' } }] },
    ],
    ['broken-line', 'content that is no text', { messages: [user([{ type: 'image_url' }]), said('Hi')] }],
    ['broken-line', 'tools in another form', { messages: [user('Hi'), said('Hi')], tools: [{ type: 'web_search' }] }],
    ['missing-gold', 'nothing after the query', { messages: [user('Hi')] }],
    ['missing-gold', 'arguments that are no JSON', { messages: [user('Hi'), calling(call('1', '{"a":'))] }],
    ['missing-gold', 'arguments that are no object', { messages: [user('Hi'), calling(call('1', '[1]'))] }],
    ['missing-gold', 'a call written as text', { messages: [user('Hi'), said('Action: a\nAction Input: {}')] }],
    ['broken-line', 'a prompt that is a text', { prompt: 'Hi', completion: 'Hi' }],
    ['missing-gold', 'the form of ShareGPT', { conversations: [{ from: 'human', value: 'Hi' }] }],
    ['missing-gold', 'a call in marks', { messages: [user('Hi'), said('<tool_call>{"name":"a"}</tool_call>')] }],
  ])('is %s with %s', (kind, _, record) => {
    expect(refused(record as JsonObject)).toBe(kind);
  });
});

const argumentsOf = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue() as fc.Arbitrary<JsonValue>, {
  maxKeys: 4,
});
const conversation = fc.record({
  query: fc.string(),
  system: fc.option(fc.string()),
  calls: fc.array(fc.record({ args: argumentsOf, result: fc.option(fc.string()) }), { maxLength: 3 }),
});

describe('items that go through chat records', () => {
  it('come back with query, calls and observations', () => {
    fc.assert(
      fc.property(conversation, ({ query, system, calls }) => {
        const messages: JsonValue[] = [
          ...(system === null ? [] : [{ role: 'system', content: system }]),
          user(query),
          calls.length === 0 ? said('No.') : calling(...calls.map(({ args }, at) => call(`${at}`, args as JsonValue))),
          ...calls.flatMap(({ result }, at) => (result === null ? [] : [answer(`${at}`, result)])),
        ];
        const line = JSON.parse(JSON.stringify({ messages, tools }));
        const result = readChatRecord(line);
        if ('reason' in result || !isJsonObject(line)) throw new Error('not read');
        expect(result.item.query).toBe(query);
        expect(result.item.context).toEqual(system === null ? undefined : [{ role: 'system', content: system }]);
        expect(result.item.calls.map(({ arguments: args }) => args)).toEqual(
          calls.map(({ args }) => JSON.parse(JSON.stringify(args))),
        );
        expect(result.item.calls.map(({ observation }) => observation?.content ?? null)).toEqual(
          calls.map(({ result: content }) => content),
        );
      }),
    );
  });
});

async function readLines(...records: JsonObject[]): Promise<{ items: TestItem[]; kinds: string[] }> {
  const path = join(folder, 'records.jsonl');
  writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const set = await readTestSet(path);
  return { items: set.items, kinds: set.problems.map(({ kind, count }) => `${count} ${kind}`) };
}

describe('a file of chat records', () => {
  const asked = [user('Rome?'), calling(call('1', { place: 'Rome' }))];
  const whole = [...asked, answer('1', 'sunny'), said('Sunny.')];
  const other = [user('Oslo?'), said('I do not know.')];

  it.each([[[asked, whole]], [[whole, asked]]])(
    'makes one item of the call and the answer of a conversation',
    async (pair) => {
      const { items, kinds } = await readLines(...pair.map((messages) => ({ messages, tools })), { messages: other });
      expect(kinds).toEqual([]);
      expect(items).toHaveLength(2);
      expect(items[0]?.calls[0]?.observation?.content).toBe('sunny');
    },
  );

  it("reads TRL's prompt and completion as the same conversations", async () => {
    const parts: JsonObject[] = [
      { prompt: asked.slice(0, 1), completion: asked.slice(1), tools },
      { prompt: whole.slice(0, 3), completion: whole.slice(3), tools },
      { prompt: other.slice(0, 1), completion: other.slice(1) },
    ];
    expect(await readLines(...parts)).toEqual(await readLines({ messages: whole, tools }, { messages: other }));
  });

  it('names a conversation that comes twice, also with another gold', async () => {
    const wrong = [user('Rome?'), calling(call('1', { place: 'Oslo' }))];
    const { items, kinds } = await readLines(
      { messages: asked, tools },
      { messages: asked, tools },
      { messages: wrong, tools },
    );
    expect(items).toHaveLength(1);
    expect(items[0]?.calls[0]?.arguments).toEqual({ place: 'Rome' });
    expect(kinds).toEqual(['2 duplicate']);
  });

  it('keeps the ids of items when lines move, and takes the ids that records have', async () => {
    const first = await readLines({ messages: asked, tools }, { messages: other, id: 'mine' });
    const second = await readLines({ messages: other, id: 'mine' }, { messages: whole, tools });
    expect(first.items.map(({ id }) => id)).toEqual(second.items.map(({ id }) => id).reverse());
    expect(first.items[1]?.id).toBe('mine');
  });

  it('names golds for tools that no record describes', async () => {
    const unknown = [user('Stocks?'), calling(call('1', {}, 'stocks'))];
    const { items, kinds } = await readLines({ messages: unknown }, { messages: asked, tools });
    expect(items).toHaveLength(1);
    expect(kinds).toEqual(['1 unknown-tool']);
  });
});
