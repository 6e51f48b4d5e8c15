import { describe, expect, it } from 'vitest';
import { parseSteReply } from './parse-ste-reply.ts';
import { toJsonObject } from './python-text.ts';

const read = (text: string) => {
  const reply = parseSteReply(text);
  return reply.kind === 'call' ? { name: reply.name, arguments: toJsonObject(reply.arguments) } : reply.kind;
};

describe('parseSteReply', () => {
  it('reads one call, taking token, brackets and white space off its name', () => {
    const call = { name: 'add_date', arguments: { days: 3 } };
    expect(read('Thought: go\nAction: add_date\nAction Input: {"days": 3}')).toEqual(call);
    expect(read('Action:  <tool_add_date> \nAction Input: say {"days": 3} now')).toEqual(call);
    expect(read('Action: <<add_date>\nAction Input: {"days": 3}\nFinal Answer: Action: x Action Input: {}')).toEqual(
      call,
    );
  });

  it('reads no call only where a final answer comes before any action input', () => {
    expect(read('Final Answer: 42')).toBe('no-call');
    expect(read('Action: add_date\nFinal Answer: 42 Action Input: {}')).toBe('no-call');
    expect(read('It is 42.')).toBe('error');
  });

  it('wants exactly one action and one action input', () => {
    expect(read('Action Input: {}')).toBe('error');
    expect(read('Action: a\nAction: b\nAction Input: {}')).toBe('error');
    expect(read('Action: a\nAction Input: {}\nAction: a\nAction Input: {}')).toBe('error');
    expect(read('Action Input: {}\nAction: a')).toBe('error');
    expect(read('Action: a\nAction Input: {}\nAction: b')).toEqual({ name: 'a', arguments: {} });
  });

  it('strips all outer braces and puts one pair back, breaking nested arguments as the paper does', () => {
    expect(read('Action: a\nAction Input: {{"b": 1}}')).toEqual({ name: 'a', arguments: { b: 1 } });
    expect(read('Action: a\nAction Input: {"b": {"c": 1}}')).toBe('error');
    expect(read('Action: a\nAction Input: {"b": 1')).toBe('error');
    expect(read('Action: a\nAction Input: } {')).toBe('error');
    expect(read('Action: a\nAction Input: none')).toBe('error');
    expect(read('Action: a\nAction Input: {}')).toEqual({ name: 'a', arguments: {} });
  });
});
