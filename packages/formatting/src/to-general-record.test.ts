import { describe, expect, it } from 'vitest';
import { toGeneralRecord } from './to-general-record.ts';

const hello = [
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Hello' },
];

describe('toGeneralRecord', () => {
  it.each([
    [
      'messages, with columns that Parquet leaves empty',
      { id: 7n, messages: hello.map((turn) => ({ ...turn, name: null, tool_calls: null })) },
      '7',
    ],
    [
      'ShareGPT',
      {
        id: 'x',
        conversations: [
          { from: 'human', value: 'Hi' },
          { from: 'gpt', value: 'Hello' },
        ],
      },
      'x',
    ],
    ['Alpaca', { instruction: 'Hi', input: '', output: 'Hello' }, undefined],
  ])('reads %s', (_, row, id) => {
    expect(toGeneralRecord(row)).toEqual({ record: { ...(id === undefined ? {} : { id }), messages: hello } });
  });

  it('puts the input of Alpaca behind its instruction, and a system text first', () => {
    const row = { instruction: 'Sum up.', input: 'A text.', output: 'So.', system: 'Be short.' };
    expect(toGeneralRecord(row)).toEqual({
      record: {
        messages: [
          { role: 'system', content: 'Be short.' },
          { role: 'user', content: 'Sum up.\n\nA text.' },
          { role: 'assistant', content: 'So.' },
        ],
      },
    });
  });

  it.each([
    ['of another shape', { text: 'Hi' }, /no messages/],
    [
      'with calls',
      { messages: [hello[0], { role: 'assistant', content: 'x', tool_calls: [{ id: 'c' }] }] },
      /tool calls/,
    ],
    ['with a result of a tool', { messages: [hello[0], { role: 'tool', content: 'x' }, hello[1]] }, /of tool/],
    ['with an empty turn', { messages: [hello[0], { role: 'assistant', content: ' \n' }] }, /empty/],
    ['with an image', { messages: [{ role: 'user', content: [{ type: 'image' }] }, hello[1]] }, /no text/],
    ['that ends with the user', { messages: [...hello, hello[0]] }, /end with the assistant/],
    ['without a query', { messages: [hello[1]] }, /no query/],
    ['with an empty answer', { instruction: 'Hi', output: '' }, /empty/],
  ])('passes over a row %s', (_, row, reason) => {
    expect(toGeneralRecord(row)).toEqual({ skipped: expect.stringMatching(reason) });
  });
});
