import { expect, it } from 'vitest';
import { replyText } from './replies.ts';

it('writes native calls below the content, and leaves a text reply as it is', () => {
  const call = (name: string, argumentsText: string) => ({ id: name, name, arguments: null, argumentsText });
  expect(replyText({ role: 'assistant', content: ' Action: a ' })).toBe(' Action: a ');
  expect(replyText({ role: 'assistant', content: 'Now.', toolCalls: [call('a', '{ "b":1 }'), call('c', '')] })).toBe(
    'Now.\nAction: a\nAction Input: { "b":1 }\nAction: c\nAction Input: {}',
  );
  expect(replyText({ role: 'assistant', content: '', toolCalls: [call('a', '{}')] })).toBe(
    'Action: a\nAction Input: {}',
  );
});
