import { type TestItem, type TestTool, TOOL_MODE } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { createPrompt } from './create-prompt.ts';

const tool: TestTool = {
  name: 'weather__now',
  originalName: 'Weather%%now',
  description: 'Current weather.',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
};
const demonstration: TestItem = {
  id: 'd',
  query: 'Weather in Porto?',
  calls: [{ tool: tool.name, arguments: { city: 'Porto' } }],
  tool: tool.name,
};
const item = { query: 'Weather in Rome?' };
const user = (content: string) => ({ role: 'user', content });

describe('a native prompt', () => {
  const prompt = createPrompt({ protocol: 'native', tools: [tool] });

  it('has the tools beside the query, and no tools member where none are shown', () => {
    expect(prompt.render(item, [tool], [])).toEqual({
      messages: [user('Weather in Rome?')],
      tools: [{ name: tool.name, description: tool.description, parameters: tool.parameters }],
    });
    expect(prompt.render(item, [], [])).toEqual({ messages: [user('Weather in Rome?')] });
  });

  it('shows demonstrations as turns that every API and template takes: call, result, closing turn', () => {
    const { messages } = prompt.render(item, [tool], [demonstration]);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant', 'user']);
    expect(messages[1]).toMatchObject({ toolCalls: [{ id: 'demo00000', argumentsText: '{"city":"Porto"}' }] });
    expect(messages[2]).toMatchObject({ toolCallId: 'demo00000', content: 'ok' });
    const observation = { status: 'ok' as const, origin: 'live' as const, content: '21 degrees' };
    const observed = { ...demonstration, calls: demonstration.calls.map((call) => ({ ...call, observation })) };
    expect(prompt.render(item, [tool], [observed]).messages[2]).toMatchObject({ content: '21 degrees' });
  });

  it('refuses original names that no endpoint takes', () => {
    expect(() => createPrompt({ protocol: 'native', toolNames: 'original', tools: [tool] })).toThrow(
      expect.objectContaining({ code: 'config/tool-names' }),
    );
  });

  it('keeps what was said before the query, its system text in front', () => {
    const context = [
      { role: 'system' as const, content: 'Be brief.' },
      { role: 'user' as const, content: 'Hello' },
      { role: 'assistant' as const, content: 'Hello!' },
    ];
    const own = createPrompt({ protocol: 'native', tools: [tool], system: 'Call tools.' });
    expect(own.render({ ...item, context }, [], []).messages).toEqual([
      { role: 'system', content: 'Call tools.\n\nBe brief.' },
      user('Hello'),
      context[2],
      user('Weather in Rome?'),
    ]);
  });
});

describe('a text prompt', () => {
  it('holds protocol, documentation under the names asked for, demonstrations as calls, and a stop', () => {
    const prompt = createPrompt({ protocol: 'text', toolNames: 'original', tools: [tool] });
    const { messages, tools, stop } = prompt.render(item, [tool], [demonstration]);
    expect(tools).toBeUndefined();
    expect(stop).toEqual(['\nObservation:']);
    expect(messages[0]?.content).toMatch(/Weather%%now: Current weather\.[\s\S]*Action Input/);
    expect(messages[0]?.content).not.toContain('weather__now');
    expect(messages.slice(1)).toEqual([
      user('Weather in Porto?'),
      { role: 'assistant', content: 'Action: Weather%%now\nAction Input: {"city":"Porto"}' },
      user('Weather in Rome?'),
    ]);
  });
});

it('asks a model that was fine-tuned on `ste` records as they did: tool mode in front of the query, no tools', () => {
  const prompt = createPrompt({ name: 'ste', protocol: 'text', tools: [tool] });
  expect(prompt.render(item, [], []).messages).toEqual([user(`${TOOL_MODE}\n\nWeather in Rome?`)]);
  const unfolded = createPrompt({ name: 'ste', protocol: 'text', tools: [tool], foldSystem: false });
  expect(unfolded.render(item, [], []).messages[0]).toEqual({ role: 'system', content: TOOL_MODE });
});

it('has a hash that tells prompts apart', () => {
  const variants = [
    { protocol: 'native' as const },
    { protocol: 'text' as const },
    { protocol: 'text' as const, name: 'ste' as const },
    { protocol: 'native' as const, system: 'Call tools.' },
    { protocol: 'native' as const, system: 'Call tools.', foldSystem: true },
  ].map((options) => createPrompt({ ...options, tools: [tool] }).header.hash);
  expect(new Set(variants).size).toBe(variants.length);
  expect(createPrompt({ protocol: 'native', tools: [] }).header.hash).toBe(variants[0]);
});
