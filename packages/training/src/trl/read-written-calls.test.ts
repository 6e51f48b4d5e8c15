import type { ChatReply } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { readWrittenCalls } from './read-written-calls.ts';

const replyOf = (content: string): ChatReply => ({
  message: { role: 'assistant', content },
  finishReason: 'stop',
  usage: { inputTokens: 1, outputTokens: 1, isEstimated: false },
  model: 'tiny',
});
const offered = [{ name: 'weather' }];

describe('readWrittenCalls', () => {
  it.each([
    '[{"name": "weather", "arguments": {"city": "Bern"}, "id": "a1B2c3D4e"}]',
    ' [TOOL_CALLS] [{"name": "weather", "arguments": {"city": "Bern"}}]',
  ])('reads %s', (content) => {
    const { message, finishReason } = readWrittenCalls(replyOf(content), offered);
    expect(finishReason).toBe('tool-calls');
    expect(message.content).toBe('');
    expect(message.toolCalls).toEqual([
      {
        id: expect.stringMatching(/^[a-zA-Z0-9]{9}$/),
        name: 'weather',
        arguments: { city: 'Bern' },
        argumentsText: '{"city":"Bern"}',
      },
    ]);
  });

  it.each([
    'It rains.',
    '[]',
    '[1, 2]',
    '[{"name": "other", "arguments": {}}]',
    '[{"name": "weather", "arguments": "Bern"}]',
    '[{"name": "weather", "arguments": {"city": "Be',
    '[{"name": "weather", "arguments": {}}] and more',
  ])('leaves %s the text that it is', (content) => {
    const reply = replyOf(content);
    expect(readWrittenCalls(reply, offered)).toBe(reply);
  });

  it('reads nothing where no tools were offered', () => {
    const reply = replyOf('[{"name": "weather", "arguments": {}}]');
    expect(readWrittenCalls(reply, [])).toBe(reply);
  });
});
