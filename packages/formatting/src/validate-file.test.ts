import { describe, expect, it } from 'vitest';
import type { Line, TargetName } from './target.ts';
import { validateFile } from './validate-file.ts';

const tools = [{ type: 'function', function: { name: 'a', description: '', parameters: { type: 'object' } } }];
const call = (change: object = {}) => ({
  id: 'abcdefghi',
  type: 'function',
  function: { name: 'a', arguments: '{}', ...change },
});
const user = { role: 'user', content: 'q' };
const answer = { role: 'assistant', content: 'x' };
const good: Line = { messages: [user, answer] };

async function check(target: TargetName, lines: unknown[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { line, problem } of validateFile(target, lines)) found.push(`${line} ${problem}`);
  return found;
}
const problems = (target: TargetName, ...lines: unknown[]) => check(target, [...lines, ...Array(10).fill(good)]);

describe('validateFile', () => {
  it('finds nothing in a good file, and too few examples in a short one', async () => {
    expect(await problems('openai')).toEqual([]);
    expect(await check('openai', [good])).toEqual([expect.stringContaining('0 1 example(s): at least 10')]);
  });

  it('takes `content: null` beside calls where the API does, and nowhere else', async () => {
    const line = { messages: [user, { role: 'assistant', content: null, tool_calls: [call()] }], tools };
    expect(await problems('openai', line)).toEqual([]);
    expect(await problems('trl', line)).toContainEqual(expect.stringContaining('missing_content'));
    expect(await problems('openai', { messages: [user, { role: 'assistant', content: null }] })).toEqual([
      expect.stringContaining('missing_content'),
    ]);
  });

  it.each([
    ['an unknown key', { ...good, extra: 1 }, '1 extra: unknown key'],
    ['no messages', { messages: [] }, 'missing_messages_list'],
    ['a strange role', { messages: [{ role: 'robot', content: 'x' }, answer] }, 'unrecognized_role: robot'],
    ['a strange message key', { messages: [{ ...user, mood: 1 }, answer] }, 'message_unrecognized_key: mood'],
    ['no content', { messages: [{ role: 'user' }, answer] }, 'missing_content'],
    ['no assistant at the end', { messages: [user] }, 'example_missing_assistant_message'],
    ['a weight of 2', { messages: [user, { ...answer, weight: 2 }] }, 'messages[1].weight'],
    ['a weight on the user', { messages: [{ ...user, weight: 1 }, answer] }, 'messages[0].weight'],
    [
      'a special token',
      { messages: [{ role: 'user', content: 'see <|fim_suffix|>' }, answer] },
      'control token <|fim_suffix|>',
    ],
    [
      'arguments as an object',
      { messages: [user, { role: 'assistant', tool_calls: [call({ arguments: {} })] }], tools },
      'arguments: it is not the JSON text',
    ],
    [
      'a tool that is not offered',
      { messages: [user, { role: 'assistant', tool_calls: [call({ name: 'b' })] }], tools },
      'b is not among the tools',
    ],
    [
      'content beside calls',
      { messages: [user, { role: 'assistant', content: 'hm', tool_calls: [call()] }], tools },
      'content together with tool_calls',
    ],
    [
      'a result without a call',
      { messages: [user, { role: 'tool', tool_call_id: 'z', content: '' }, answer] },
      'answers no open call',
    ],
    [
      'more tokens than an example may have',
      { messages: [{ role: 'user', content: 'word '.repeat(70_000) }, answer] },
      'limit 65536',
    ],
    [
      'supervised and preference lines together',
      { input: { messages: [user] }, preferred_output: [answer], non_preferred_output: [answer] },
      '0 supervised and preference',
    ],
  ])('openai: names %s', async (_, line, problem) => {
    expect((await problems('openai', line)).join('\n')).toContain(problem);
  });

  it.each([
    [
      'a long call id',
      { messages: [user, { role: 'assistant', tool_calls: [{ ...call(), id: 'call_1234567890' }] }], tools },
      'not a legal call id',
    ],
    ['an empty list of tools', { ...good, tools: [] }, 'tools: an empty list'],
    ['an empty list of calls', { messages: [user, { ...answer, tool_calls: [] }] }, 'an empty list of calls'],
    [
      'a system message',
      { messages: [{ role: 'system', content: 's' }, user, answer] },
      'dropped by the v0.3 template',
    ],
  ])('mistral: names %s', async (_, line, problem) => {
    expect((await problems('mistral', line)).join('\n')).toContain(problem);
  });

  it('sharegpt: holds to the strict order of turns', async () => {
    const line = {
      conversations: [
        { from: 'human', value: 'q' },
        { from: 'observation', value: 'x' },
      ],
    };
    expect((await check('sharegpt', [line])).join()).toContain('conversations[1].from');
  });
});
