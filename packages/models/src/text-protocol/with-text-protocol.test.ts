import type { ChatRequest, Message } from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { expect, it } from 'vitest';
import { withTextProtocol } from './with-text-protocol.ts';

const weather = { name: 'weather', description: 'Weather of a city.', parameters: { type: 'object' } };
const call = { id: 'a', name: 'weather', arguments: { city: 'Oslo' }, argumentsText: '{"city": "Oslo"}' };
const messages: Message[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Hello.' },
  { role: 'user', content: 'Weather in Oslo?' },
  { role: 'assistant', content: 'Look it up.', toolCalls: [call] },
  { role: 'tool', toolCallId: 'a', name: 'weather', content: '4 °C' },
];
const request: ChatRequest = { purpose: 'solve', place: { step: 'solve', ordinal: 0 }, messages, tools: [weather] };

it('says tools, past calls and observations in text, and stops at an observation', async () => {
  const inner = createScriptedModel(() => 'Final Answer: 4 °C.');
  const reply = await withTextProtocol(inner).complete({ ...request, toolChoice: 'auto', stop: ['END'] });
  const sent = inner.requests[0];
  expect(sent).not.toHaveProperty('tools');
  expect(sent).not.toHaveProperty('toolChoice');
  expect(sent?.stop).toEqual(['END', '\nObservation:']);
  expect(sent?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user']);
  expect(sent?.messages[0]?.content).toMatch(/- weather: Weather of a city\.[\s\S]*Action Input:[\s\S]*Be brief\.$/);
  expect(sent?.messages.slice(2).map(({ content }) => content)).toEqual([
    'Final Answer: Hello.',
    'Weather in Oslo?',
    'Thought: Look it up.\nAction: weather\nAction Input: {"city": "Oslo"}',
    'Observation: 4 °C',
  ]);
  expect(reply).toMatchObject({ message: { role: 'assistant', content: '4 °C.' }, finishReason: 'stop' });
});

it('turns a call into a canonical one', async () => {
  const inner = createScriptedModel(() => 'Thought: again.\nAction: weather\nAction Input: {"city": "Bergen"}');
  const reply = await withTextProtocol(inner).complete(request);
  expect(reply.finishReason).toBe('tool-calls');
  expect(reply.message).toEqual({
    role: 'assistant',
    content: 'again.',
    toolCalls: [
      { id: 'call_6_0', name: 'weather', arguments: { city: 'Bergen' }, argumentsText: '{"city": "Bergen"}' },
    ],
  });
});

it('leaves a request without tools as it is, but for calls in its history', async () => {
  const inner = createScriptedModel(() => 'Action: is only a word here');
  const { tools: _, ...plain } = request;
  const reply = await withTextProtocol(inner).complete({ ...plain, messages: messages.slice(0, 4) });
  expect(inner.requests[0]).toEqual({ ...plain, messages: messages.slice(0, 4) });
  expect(reply.message.content).toBe('Action: is only a word here');
  await withTextProtocol(inner).complete(plain);
  expect(inner.requests[1]?.messages.at(-1)).toEqual({ role: 'user', content: 'Observation: 4 °C' });
});

it('has an id of its own, so that a journal keeps the two protocols apart', () => {
  expect(withTextProtocol(createScriptedModel(() => '')).id).toBe('scripted:test#text');
});
