import type { Message } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { targets } from './targets.ts';

const call = { id: 'c', name: 'a', arguments: { x: 1 }, argumentsText: '{ "x": 1.0 }' };
const messages: Message[] = [
  { role: 'user', content: 'q' },
  { role: 'assistant', content: 'I look it up.', toolCalls: [call] },
  { role: 'tool', toolCallId: 'c', name: 'a', content: '1' },
  { role: 'assistant', content: 'One.' },
];

describe('losses', () => {
  it('says what every format leaves out, and what only some do', () => {
    const example = { messages, trace: [...messages, ...messages] };
    for (const target of Object.values(targets)) {
      const losses = target.losses(example).join('; ');
      expect(losses).toMatch(/words beside a call.*spelling of the arguments.*failed attempts/);
    }
    expect(targets.ste.losses(example)).toContain('the tool definitions');
    expect(targets.sharegpt.losses(example)).toContain('the call ids');
  });

  it('refuses what a format cannot say at all', () => {
    const twice: Message[] = messages.map((message) =>
      message.role === 'assistant' && message.toolCalls
        ? { ...message, toolCalls: [call, { ...call, id: 'd' }] }
        : message,
    );
    expect(targets.ste.unsupported?.({ messages: twice })).toMatch(/several calls/);
    expect(targets.sharegpt.unsupported?.({ messages: [...messages, { role: 'user', content: 'q' }] })).toMatch(
      /end with/,
    );
    const broken: Message[] = [{ role: 'assistant', content: '', toolCalls: [{ ...call, arguments: null }] }];
    expect(targets.trl.unsupported?.({ messages: broken })).toMatch(/do not parse/);
    expect(targets.openai.unsupported).toBeUndefined();
  });
});
