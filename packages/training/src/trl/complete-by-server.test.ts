import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@imaginarium/contracts';
import { afterEach, expect, it } from 'vitest';
import { createTrlTrainer } from './trl-trainer.ts';

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

async function serve(status: number, reply: unknown): Promise<{ url: string; bodies: Record<string, unknown>[] }> {
  const bodies: Record<string, unknown>[] = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      bodies.push(JSON.parse(text));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, bodies };
}

const trainerAt = (url?: string) =>
  createTrlTrainer({
    python: 'python',
    baseModels: ['tiny'],
    clock: systemClock,
    env: {},
    ...(url === undefined ? {} : { serve: { url } }),
  });
const question = { messages: [{ role: 'user' as const, content: 'Rain?' }] };

it('asks the server for the folder of the checkpoint, in the form that was trained', async () => {
  const call = { id: 'chatcmpl-tool-1', type: 'function', function: { name: 'weather', arguments: '{"city":"Bern"}' } };
  const { url, bodies } = await serve(200, {
    model: '/job/output/checkpoint-4',
    choices: [{ message: { role: 'assistant', content: null, tool_calls: [call] }, finish_reason: 'tool_calls' }],
    usage: { prompt_tokens: 9, completion_tokens: 5 },
  });
  const weather = { name: 'weather', description: 'd', parameters: { type: 'object' } };
  const reply = await trainerAt(url).complete(
    { baseModel: 'tiny', checkpoint: '/job/output/checkpoint-4' },
    {
      messages: [
        { role: 'system', content: 'Tool mode.' },
        { role: 'user', content: 'Rain?' },
        {
          role: 'assistant',
          content: '',
          toolCalls: [{ id: 'call_long_id', name: 'weather', arguments: {}, argumentsText: '{}' }],
        },
        { role: 'tool', toolCallId: 'call_long_id', name: 'weather', content: 'which city?' },
      ],
      tools: [weather],
      toolChoice: { name: 'weather' },
      maxTokens: 30,
    },
    {},
  );
  expect(reply.message.toolCalls?.[0]).toMatchObject({ name: 'weather', arguments: { city: 'Bern' } });
  const [body] = bodies;
  expect(body).toMatchObject({
    model: '/job/output/checkpoint-4',
    max_tokens: 30,
    tool_choice: { type: 'function', function: { name: 'weather' } },
  });
  const messages = body?.messages as { tool_call_id?: string }[];
  expect(messages[0]).toEqual({ role: 'user', content: 'Tool mode.\n\nRain?' });
  expect(messages[2]?.tool_call_id).toMatch(/^[a-zA-Z0-9]{9}$/);
});

it('says plainly that nothing serves', async () => {
  await expect(trainerAt().complete({ baseModel: 'tiny', checkpoint: null }, question, {})).rejects.toMatchObject({
    code: 'endpoint/not-served',
    hint: expect.stringMatching(/vllm serve tiny/),
  });
});

it.each([
  ['a server that has another model', 404],
  ['a server that is gone', 0],
])('says which server has not the model: %s', async (_what, status) => {
  const { url } = await serve(status || 500, { error: { message: 'The model `/x` does not exist.' } });
  if (status === 0) await new Promise((resolve) => server?.close(resolve));
  await expect(trainerAt(url).complete({ baseModel: 'tiny', checkpoint: '/x' }, question, {})).rejects.toMatchObject({
    code: 'endpoint/not-served',
    message: expect.stringContaining(url),
  });
});
