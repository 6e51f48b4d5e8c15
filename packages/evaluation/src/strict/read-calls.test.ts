import type { AssistantMessage, JsonObject } from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCalls } from './read-calls.ts';

const text = (content: string): AssistantMessage => ({ role: 'assistant', content });
const read = (content: string) => readCalls(text(content), 'text');
const oslo = { name: 'weather', arguments: { city: 'Oslo' } };

describe('the protocol of the paper', () => {
  it.each([
    ['plain', 'Thought: look.\nAction: weather\nAction Input: {"city": "Oslo"}'],
    ['on one line', 'Action: <tool_weather> Action Input: {\n "city": "Oslo"\n}'],
    ['fenced', 'Action: weather\nAction Input:\n```json\n{"city": "Oslo"}\n```'],
    ['bold and quoted', '**Action:** `weather`\n**Action Input:** `{"city": "Oslo"}`'],
    ['with words after it', 'Action: weather\nAction Input: {"city": "Oslo"} } and so on'],
    [
      'before an invented observation',
      'Action: weather\nAction Input: {"city": "Oslo"}\nObservation: {}\nAction: b\nAction Input: {}',
    ],
    [
      'before an invented answer',
      'Action: weather\nAction Input: {"city": "Oslo"}\nFinal Answer: 4 °C\nAction: b\nAction Input: {}',
    ],
    [
      'after thinking of another',
      '<think>Action: b\nAction Input: {}</think>Action: weather\nAction Input: {"city": "Oslo"}',
    ],
  ])('reads a call %s', (_, content) => {
    expect(read(content)).toEqual({ calls: [oslo] });
  });

  it.each(['Numbers Translator%%Numbers Translator', 'uk.boundaries.io%%Query (H3)', 'CatchLoc%%[Group] API access'])(
    'reads the name %s as it is, token or not',
    (name) => {
      for (const written of [name, `<tool_${name}>`, ` <tool_${name}> `])
        expect(read(`Action: ${written}\nAction Input: {}`).calls).toEqual([{ name, arguments: {} }]);
    },
  );

  it('reads several calls in order, past one that is malformed', () => {
    expect(read('Action: a\nAction Input: {"x": 1\nAction: b\nAction Input: {}\nAction: c\nAction Input: {}')).toEqual({
      calls: [
        { name: 'b', arguments: {} },
        { name: 'c', arguments: {} },
      ],
      malformed: 'The Action Input is not one whole JSON object.',
    });
  });

  it.each([
    ['no input', 'Action: weather'],
    ['no action', 'Action Input: {}'],
    ['JSON cut off', 'Action: weather\nAction Input: {"city": "Os'],
    ['doubled braces', 'Action: weather\nAction Input: {{"city": "Oslo"}}'],
    ['a trailing comma', 'Action: weather\nAction Input: {"city": "Oslo",}'],
    ['an array', 'Action: weather\nAction Input: [{"city": "Oslo"}]'],
    ['words before the object', 'Action: weather\nAction Input: city {"city": "Oslo"}'],
    ['an empty name', 'Action:\nAction Input: {}'],
  ])('finds %s malformed', (_, content) => {
    expect(read(content)).toMatchObject({ calls: [], malformed: expect.stringMatching(/.{10}/) });
  });

  it.each([
    'It is 4 °C.',
    '',
    'Final Answer: use\nAction: weather\nAction Input: {}',
    'The recommended Action: none',
    '<think>Action: weather\nAction Input: {}',
    '{"answer": 4}',
  ])('finds no call in %j', (content) => {
    expect(read(content)).toEqual({ calls: [] });
  });
});

describe('the notations of fine-tuned models', () => {
  it.each([
    ['Hermes', '<tool_call>\n{"name": "weather", "arguments": {"city": "Oslo"}}\n</tool_call>'],
    ['Hermes, the end left out', 'I look it up.<tool_call>{"name": "weather", "arguments": {"city": "Oslo"}}'],
    ['Mistral', '[TOOL_CALLS] [{"name": "weather", "arguments": {"city": "Oslo"}, "id": "abc123def"}]'],
    ['Mistral since v11', '[TOOL_CALLS]weather[ARGS]{"city": "Oslo"}'],
    ['Llama', '{"name": "weather", "parameters": {"city": "Oslo"}}'],
    ['Llama with its tag', '<|python_tag|>{"name": "weather", "parameters": {"city": "Oslo"}}<|eom_id|>'],
  ])('reads %s', (_, content) => {
    expect(read(content)).toEqual({ calls: [oslo] });
  });

  it.each([
    [
      'Hermes',
      '<tool_call>{"name":"a","arguments":{"x":"<tool_call>"}}</tool_call>\n<tool_call>{"name":"b","arguments":{}}</tool_call>',
    ],
    ['Mistral', '[TOOL_CALLS] [{"name":"a","arguments":{"x":"<tool_call>"}}, {"name":"b","arguments":{}}]'],
    ['Mistral since v11', '[TOOL_CALLS]a[ARGS]{"x":"<tool_call>"}[TOOL_CALLS]b[ARGS]{}'],
    ['Llama', '{"name":"a","parameters":{"x":"<tool_call>"}}; {"name":"b","parameters":{}}'],
  ])('reads two of %s, whatever marks stand in the arguments', (_, content) => {
    expect(read(content)).toEqual({
      calls: [
        { name: 'a', arguments: { x: '<tool_call>' } },
        { name: 'b', arguments: {} },
      ],
    });
  });

  it.each([
    '<tool_call>{"name": "weather", "arguments": {"city": "Os',
    '<tool_call>{"name": "weather", "arguments": "{}"}</tool_call>',
    '[TOOL_CALLS] [{"name": "weather", "arguments": {}}',
    '<|python_tag|>weather.call(city="Oslo")',
    '{"name": "weather", "parameters": {"city": "Os',
  ])('finds %j malformed', (content) => {
    expect(read(content)).toMatchObject({ calls: [], malformed: expect.stringMatching(/.{10}/) });
  });
});

describe('a server that returns calls', () => {
  const native = (message: AssistantMessage) => readCalls(message, 'native');

  it('has its calls taken as they are, unreadable ones left out with why', () => {
    const toolCalls = [
      { id: '1', name: 'a', arguments: null, argumentsText: '{', parseError: 'It breaks off.' },
      { id: '2', name: 'b', arguments: {}, argumentsText: '{}' },
    ] as const;
    expect(native({ role: 'assistant', content: 'Action: c\nAction Input: {}', toolCalls: [...toolCalls] })).toEqual({
      calls: [{ name: 'b', arguments: {} }],
      malformed: 'It breaks off.',
    });
  });

  it.each(['<tool_call>{"name": "a", "arguments": {}}</tool_call>', 'Action: a\nAction Input: {}', '[TOOL_CALLS] ['])(
    'did not read %j: no client would see that call',
    (content) => {
      expect(native(text(content))).toEqual({ calls: [], malformed: expect.stringContaining('server') });
    },
  );

  it.each(['It is 4 °C.', 'Action: call the office.'])('answers with %j', (content) => {
    expect(native(text(content))).toEqual({ calls: [] });
  });
});

const objects = fc
  .dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }))
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);
const names = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.%() -]{0,40}[A-Za-z0-9)]$/);

it('reads back any calls, in any notation, whatever follows them', () => {
  const notations: ((calls: { name: string; arguments: JsonObject }[], indent: number) => string)[] = [
    (calls, indent) =>
      calls
        .map((call) => `Action: ${call.name}\nAction Input: ${JSON.stringify(call.arguments, null, indent)}`)
        .join('\n'),
    (calls, indent) => calls.map((call) => `<tool_call>${JSON.stringify(call, null, indent)}</tool_call>`).join('\n'),
    (calls, indent) => `[TOOL_CALLS]${JSON.stringify(calls, null, indent)}`,
  ];
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: names, arguments: objects }), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...notations.keys()),
      fc.constantFrom(0, 2),
      (calls, notation, indent) => {
        const written = notations[notation]?.(calls, indent) ?? '';
        fc.pre(
          !/<\/?think>/.test(written) && (notation === 0 || !/^[ \t>*_#]*(?:Action|Action Input)\s*:/im.test(written)),
        );
        expect(read(`${written}\nObservation: {}`).calls).toEqual(calls);
      },
    ),
    { numRuns: 500 },
  );
});

it('never throws, and reads no call from a server that returned none', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\nAction: ',
      '\nAction Input: ',
      '<tool_call>',
      '[TOOL_CALLS]',
      '{"name":"a","parameters":',
      '{',
      '}',
      '"',
      '\\',
      ';',
      ',',
      '[',
      ']',
    ),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      const message = text(parts.join(''));
      readCalls(message, 'text');
      expect(readCalls(message, 'native').calls).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
