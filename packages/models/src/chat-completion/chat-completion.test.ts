import type { ChatModel, ChatRequest, ImaginariumError } from '@imaginarium/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { EndpointError } from '../errors/endpoint-error.ts';
import { createHuggingFaceModel } from '../huggingface/create-huggingface-model.ts';
import { createOpenAIModel } from '../openai/create-openai-model.ts';
import { type ScriptedReply, type ScriptedServer, startScriptedServer } from '../testing/start-scripted-server.ts';

const request: ChatRequest = {
  purpose: 'solve',
  place: { step: 'solve', ordinal: 0, tool: 'secret-place' },
  messages: [{ role: 'user', content: 'What time is it?' }],
};
const weather = { name: 'weather', description: 'Weather of a city.', parameters: { type: 'object' } };

let server: ScriptedServer;
afterEach(() => server.close());

async function serve(...replies: ScriptedReply[]): Promise<ScriptedServer> {
  server = await startScriptedServer((_, index) => replies[Math.min(index, replies.length - 1)] as ScriptedReply);
  return server;
}

const openai = (url: string, timeoutMs = 20_000) =>
  createOpenAIModel({ model: 'm', baseUrl: url, apiKey: 'sk-canary', timeoutMs });
const huggingFace = (url: string, timeoutMs = 20_000) =>
  createHuggingFaceModel({ model: 'm', endpointUrl: url.slice(0, -3), apiKey: 'hf_canary', timeoutMs });
const builtIn = (url: string, timeoutMs = 20_000) =>
  createOpenAIModel({ model: 'm', baseUrl: url, fetch: globalThis.fetch, timeoutMs });
const adapters: [string, (url: string, timeoutMs?: number) => ChatModel][] = [
  ['openai', openai],
  ['openai over the built-in fetch', builtIn],
  ['huggingface', huggingFace],
];

async function failureOf(model: ChatModel): Promise<EndpointError> {
  const error = await model.complete(request).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EndpointError);
  return error as EndpointError;
}

describe.each(adapters)('failures of %s', (_, create) => {
  it.each<[number, unknown, ImaginariumError['code'], boolean]>([
    [400, { error: { message: 'bad role' } }, 'endpoint/refused-request', false],
    [400, { error: { message: 'x', code: 'context_length_exceeded' } }, 'endpoint/context-length', false],
    [422, { error: 'inputs exceed the maximum context length' }, 'endpoint/context-length', false],
    [401, { error: { message: 'wrong key' } }, 'secret/refused', false],
    [402, { error: 'no credit' }, 'endpoint/quota', false],
    [403, { error: { message: 'no access' } }, 'permission/refused', false],
    [404, { error: { message: 'no such model' } }, 'endpoint/unknown-model', false],
    [429, { error: { message: 'slow down' } }, 'endpoint/rate-limited', true],
    [429, { error: { message: 'x', code: 'insufficient_quota' } }, 'endpoint/quota', false],
    [500, { error: { message: 'oops' } }, 'endpoint/failed', true],
    [503, 'loading', 'endpoint/failed', true],
  ])('maps %i %j to %s', async (status, body, code, isRetryable) => {
    const { baseUrl } = await serve({ status, body });
    const error = await failureOf(create(baseUrl));
    expect(error).toMatchObject({ code, isRetryable });
    expect(error.message).toContain(String(status));
  });

  it('says in the message what the server said', async () => {
    const { baseUrl } = await serve({ status: 400, body: { error: { message: 'the role is wrong' } } });
    expect((await failureOf(create(baseUrl))).message).toContain('the role is wrong');
  });

  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ date: 'Sun, 22 Nov 2026 12:00:00 GMT', 'retry-after': 'Sun, 22 Nov 2026 12:00:09 GMT' }, 9000],
    [{ 'retry-after': 'soon' }, undefined],
  ])('reads the wait out of %j', async (headers, expected) => {
    const { baseUrl } = await serve({ status: 429, headers, body: { error: { message: 'slow down' } } });
    expect((await failureOf(create(baseUrl))).retryAfterMs).toBe(expected);
  });

  it('times out as retryable', async () => {
    const { baseUrl } = await serve({ failure: 'hang' });
    expect(await failureOf(create(baseUrl, 300))).toMatchObject({ code: 'endpoint/timeout', isRetryable: true });
  });

  it('says that a body broke off, and that it may be retried', async () => {
    const { baseUrl } = await serve({ failure: 'half-body' });
    expect(await failureOf(create(baseUrl))).toMatchObject({ code: 'endpoint/broken-reply', isRetryable: true });
  });

  it('says that the connection was closed', async () => {
    const { baseUrl } = await serve({ failure: 'close' });
    expect(await failureOf(create(baseUrl))).toMatchObject({ code: 'endpoint/unreachable', isRetryable: true });
  });

  it('asks whether the server is running when nothing listens', async () => {
    const { baseUrl } = await serve({ text: '' });
    await server.close();
    const error = await failureOf(create(baseUrl));
    expect(error).toMatchObject({ code: 'endpoint/unreachable', isRetryable: true });
    expect(error.hint).toContain('Is the server running at http://127.0.0.1:');
  });

  it.each([
    ['no choices', { choices: [] }],
    ['not JSON', '<html>'],
    ['another shape', { ok: true }],
    ['null', null],
  ])('does not take a reply with %s for an answer', async (_what, body) => {
    const { baseUrl } = await serve({ status: 200, body });
    expect(await failureOf(create(baseUrl))).toMatchObject({ code: 'endpoint/broken-reply', isRetryable: true });
  });
});

describe.each(adapters)('replies of %s', (_, create) => {
  const complete = async (body: unknown) => create((await serve({ status: 200, body })).baseUrl).complete(request);

  it('estimates the usage, and says so, where the server gives none', async () => {
    const reply = await complete({ choices: [{ message: { content: 'Ten past four.' }, finish_reason: 'stop' }] });
    expect(reply.usage).toEqual({ inputTokens: 4, outputTokens: 4, isEstimated: true });
    expect(reply.model).toBe('m');
  });

  it('keeps a call whose arguments do not parse, with the reason', async () => {
    const call = { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city": "Par' } };
    const reply = await complete({
      choices: [{ message: { content: null, tool_calls: [call] }, finish_reason: 'stop' }],
    });
    expect(reply.message.content).toBe('');
    expect(reply.finishReason).toBe('tool-calls');
    expect(reply.message.toolCalls).toEqual([
      {
        id: 'c1',
        name: 'weather',
        arguments: null,
        argumentsText: '{"city": "Par',
        parseError: expect.stringContaining('not valid JSON'),
      },
    ]);
  });

  it('keeps a call whose arguments are nested too deep to store, as text', async () => {
    const deep = `{"a":${'['.repeat(9000)}${']'.repeat(9000)}}`;
    const calls = [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: deep } }];
    const reply = await complete({ choices: [{ message: { content: null, tool_calls: calls } }] });
    const parseError = expect.stringContaining('levels deep');
    expect(reply.message.toolCalls).toEqual([
      { id: 'c1', name: 'weather', arguments: null, argumentsText: deep, parseError },
    ]);
  });

  it('takes arguments as an object or as nothing, and makes missing ids', async () => {
    const calls = [
      { function: { name: 'weather', arguments: { city: 'Oslo' } } },
      { function: { name: 'weather', arguments: '' } },
    ];
    const reply = await complete({ choices: [{ message: { tool_calls: calls } }] });
    expect(reply.message.toolCalls).toEqual([
      { id: 'call_1_0', name: 'weather', arguments: { city: 'Oslo' }, argumentsText: '{"city":"Oslo"}' },
      { id: 'call_1_1', name: 'weather', arguments: {}, argumentsText: '' },
    ]);
  });

  it('leaves reasoning out', async () => {
    const message = { content: '<think>\nhm</think>\n\nFour.', reasoning_content: 'hm', reasoning: 'hm' };
    const reply = await complete({ choices: [{ message, finish_reason: 'stop' }] });
    expect(reply.message).toEqual({ role: 'assistant', content: 'Four.' });
  });

  it.each([
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['eos_token', 'stop'],
    ['new_reason', 'other'],
  ])('reads the finish reason %s', async (wire, expected) => {
    expect((await complete({ choices: [{ message: { content: 'x' }, finish_reason: wire }] })).finishReason).toBe(
      expected,
    );
  });
});

describe('what is sent', () => {
  const full: ChatRequest = {
    ...request,
    messages: [
      { role: 'system', content: 's' },
      { role: 'user', content: 'u' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [
          { id: 'a', name: 'weather', arguments: { city: 'Oslo' }, argumentsText: '{"city" : "Oslo"}' },
          { id: 'b', name: 'weather', arguments: null, argumentsText: '{"city', parseError: 'cut' },
        ],
      },
      { role: 'tool', toolCallId: 'a', name: 'weather', content: '4 °C' },
      { role: 'tool', toolCallId: 'b', name: 'weather', content: 'cut' },
    ],
    tools: [weather],
    toolChoice: 'auto',
    temperature: 1,
    maxTokens: 360,
    seed: 7,
    stop: ['END'],
    responseSchema: { name: 'verdict', schema: { type: 'object' } },
  };

  it.each(adapters)('%s sends the whole request, and neither place nor key in it', async (_, create) => {
    const { baseUrl, requests } = await serve({ text: 'ok' });
    await create(baseUrl).complete(full);
    expect(requests[0]?.path).toBe('/v1/chat/completions');
    expect(requests[0]?.body).toEqual({
      model: 'm',
      messages: [
        { role: 'system', content: 's' },
        { role: 'user', content: 'u' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'weather', arguments: '{"city" : "Oslo"}' } },
            { id: 'b', type: 'function', function: { name: 'weather', arguments: '{"unreadable":"{\\"city"}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'a', content: '4 °C' },
        { role: 'tool', tool_call_id: 'b', content: 'cut' },
      ],
      tools: [{ type: 'function', function: weather }],
      tool_choice: 'auto',
      temperature: 1,
      max_tokens: 360,
      seed: 7,
      stop: ['END'],
      response_format: { type: 'json_schema', json_schema: { name: 'verdict', schema: { type: 'object' } } },
    });
  });

  it('sends the key in its header, and none where there is none', async () => {
    const { baseUrl, requests } = await serve({ text: 'ok' });
    await openai(baseUrl).complete(request);
    await builtIn(baseUrl).complete(request);
    await huggingFace(baseUrl).complete(request);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer sk-canary',
      undefined,
      'Bearer hf_canary',
    ]);
  });

  it('adds the parameters of the configuration, which win', async () => {
    const { baseUrl, requests } = await serve({ text: 'ok' });
    const parameters = { reasoning_effort: 'low', temperature: 0.2, model: 'other', stream: true };
    await createOpenAIModel({ model: 'm', baseUrl, parameters }).complete(full);
    expect(requests[0]?.body).toMatchObject({ reasoning_effort: 'low', temperature: 0.2, model: 'm' });
    expect(requests[0]?.body).not.toHaveProperty('stream');
  });
});

describe('servers that dislike a field', () => {
  const refusal = (message: string, param?: string): ScriptedReply => ({
    status: 400,
    body: { error: { message, type: 'invalid_request_error', ...(param && { param }) } },
  });
  const asking = { ...request, maxTokens: 5, temperature: 1, responseSchema: { name: 'v', schema: {} } };

  it.each<[string, ScriptedReply, (body: object) => void]>([
    [
      'max_tokens',
      refusal("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", 'max_tokens'),
      (body) => {
        expect(body).not.toHaveProperty('max_tokens');
        expect(body).toHaveProperty('max_completion_tokens', 5);
      },
    ],
    [
      'temperature',
      refusal('Unsupported value: temperature does not support 1. Only the default is supported.', 'temperature'),
      (body) => expect(body).not.toHaveProperty('temperature'),
    ],
    ['response_format', refusal('what is this?'), (body) => expect(body).not.toHaveProperty('response_format')],
  ])('asks again without %s, once, and remembers', async (_, reply, expectBody) => {
    const { baseUrl, requests } = await serve(reply, { text: 'ok' });
    const model = openai(baseUrl);
    expect((await model.complete(asking)).message.content).toBe('ok');
    await model.complete(asking);
    expect(requests).toHaveLength(3);
    for (const { body } of requests.slice(1)) expectBody(body);
  });

  it('does not hide a wrong value, and ends', async () => {
    const { baseUrl, requests } = await serve(refusal('max_tokens is too large: 99999', 'max_tokens'));
    await expect(openai(baseUrl).complete({ ...request, maxTokens: 99999 })).rejects.toMatchObject({
      code: 'endpoint/refused-request',
    });
    expect(requests).toHaveLength(1);
  });

  it('does not blame the response format for a request that is refused without it too', async () => {
    const { baseUrl, requests } = await serve(refusal('no'), refusal('no'), { text: 'ok' });
    const model = openai(baseUrl);
    await expect(model.complete(asking)).rejects.toMatchObject({ code: 'endpoint/refused-request' });
    await model.complete(asking);
    expect(requests[2]?.body).toHaveProperty('response_format');
  });
});
