import type { JsonObject } from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTextReply } from './parse-text-reply.ts';
import { renderTextCall } from './render-text-messages.ts';

describe('calls', () => {
  it.each([
    ['plain', 'Thought: look.\nAction: weather\nAction Input: {"city": "Oslo"}'],
    ['fenced', 'Thought: look.\nAction: weather\nAction Input:\n```json\n{"city": "Oslo"}\n```'],
    ['bold', '**Thought:** look.\n**Action:** weather\n**Action Input:** {"city": "Oslo"}'],
    ['quoted name', 'Thought: look.\nAction: `weather`\nAction Input: `{"city": "Oslo"}`'],
    ['trailing comma', 'Thought: look.\nAction: weather\nAction Input: {"city": "Oslo",}'],
    ['words after it', 'Thought: look.\nAction: weather\nAction Input: {"city": "Oslo"} and {"then": 1}'],
    [
      'an invented observation and answer',
      'Thought: look.\nAction: weather\nAction Input: {"city": "Oslo"}\nObservation: 4 °C\nAction: weather\nAction Input: {}',
    ],
    ['an answer too', 'Thought: look.\nAction: weather\nAction Input: {"city": "Oslo"}\nFinal Answer: 4 °C'],
  ])('reads one with %s', (_, text) => {
    expect(parseTextReply(text)).toMatchObject({
      kind: 'call',
      thought: 'look.',
      name: 'weather',
      arguments: { city: 'Oslo' },
    });
  });

  it('reads nested braces and braces inside strings', () => {
    const text = 'Action: t\nAction Input: {"a": {"b": "}{"}, "c": "Action Input: {"} trailing }';
    expect(parseTextReply(text)).toMatchObject({ arguments: { a: { b: '}{' }, c: 'Action Input: {' } });
  });

  it.each([
    ['two actions', 'Action: a\nAction Input: {}\nAction: b\nAction Input: {}'],
    ['two inputs', 'Action: a\nAction Input: {}\nAction Input: {}'],
    ['no input', 'Thought: t\nAction: a'],
    ['no action', 'Thought: t\nAction Input: {}'],
    ['an illegal name', 'Action: weather(city="Oslo")\nAction Input: {}'],
    ['an array', 'Action: a\nAction Input: [1]'],
    ['an object inside an array', 'Action: a\nAction Input: [{"b": 1}]'],
    ['bare words', 'Action: a\nAction Input: city is Oslo'],
    ['an object that does not end', 'Action: a\nAction Input: {"city": "Oslo"'],
    ['no JSON', "Action: a\nAction Input: {city: 'Oslo'}"],
    ['a thought alone', 'Thought: I should look it up.'],
  ])('makes %s a call that is to be repaired', (_, text) => {
    expect(parseTextReply(text)).toMatchObject({
      kind: 'call',
      arguments: null,
      parseError: expect.stringMatching(/.{10}/),
    });
  });
});

describe('answers', () => {
  it.each([
    ['Thought: done.\nFinal Answer: It is 4 °C.\nAnd windy.', 'done.', 'It is 4 °C.\nAnd windy.'],
    ['It is 4 °C.', '', 'It is 4 °C.'],
    ['The recommended Action: none', '', 'The recommended Action: none'],
    ['Final Answer: see the step "Action Input: {}"', '', 'see the step "Action Input: {}"'],
    ['', '', ''],
  ])('reads %j', (text, thought, answer) => {
    expect(parseTextReply(text)).toEqual({ kind: 'answer', thought, answer });
  });
});

const jsonObjects = fc
  .dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }))
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);
const names = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/);

it('reads back any call that was rendered', () => {
  fc.assert(
    fc.property(
      names,
      jsonObjects,
      fc.constantFrom(0, 2),
      fc.constantFrom('', 'look it up'),
      (name, args, indent, thought) => {
        const argumentsText = JSON.stringify(args, null, indent);
        const read = parseTextReply(renderTextCall(thought, { name, argumentsText }));
        expect(read).toEqual({ kind: 'call', thought, name, arguments: args, argumentsText });
      },
    ),
    { numRuns: 500 },
  );
});

it('never throws, and every call without arguments says why', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\nAction: ',
      '\nAction Input: ',
      '\nObservation:',
      '\nFinal Answer:',
      'Thought:',
      '{',
      '}',
      '"',
      '\\',
      '```',
      ',',
    ),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      const read = parseTextReply(parts.join(''));
      if (read.kind === 'call') expect(read.arguments === null).toBe(read.parseError !== undefined);
    }),
    { numRuns: 1000 },
  );
});
