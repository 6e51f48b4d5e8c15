import { ImaginariumError } from '@imaginarium/contracts';
import type OpenAI from 'openai';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findDescription } from './testing/find-description.ts';
import { openResponseContract, type ResponseContract } from './testing/response-contract.ts';
import { createScriptedTrainer, type ScriptedTrainer } from './testing/scripted-trainer.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

const description = findDescription(process.env.IMAGINARIUM_REFERENCE);
let contract: ResponseContract | undefined;
let server: TestServer;
let trainer: ScriptedTrainer;
beforeAll(async () => {
  if (description !== undefined) contract = await openResponseContract(description);
});
beforeEach(async () => {
  trainer = createScriptedTrainer();
  server = await startServer({ trainers: [trainer], contract });
});
afterEach(() => server.end());

type Body = OpenAI.ChatCompletionCreateParamsNonStreaming;
const model = 'scripted-base';
const hello: Body['messages'] = [{ role: 'user', content: 'Grüße 👋 to  all' }];
const tools: OpenAI.ChatCompletionTool[] = ['search', 'fetch'].map((name) => ({
  type: 'function',
  function: { name, description: name, parameters: { type: 'object', properties: { query: { type: 'string' } } } },
}));
const ask = (more: Partial<Body>) => server.client.chat.completions.create({ model, messages: hello, ...more });

describe('chat completions of the local server', () => {
  it('call tools, take observations, and hand a trainer all that a request says', async () => {
    const { choices, usage } = await ask({ tools, temperature: 0.5, max_completion_tokens: 9, seed: 3 });
    expect(choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { role: 'assistant', content: null } });
    expect(usage).toEqual({ prompt_tokens: 1, completion_tokens: 3, total_tokens: 4 });
    expect(trainer.requests[0]).toMatchObject({
      temperature: 0.5,
      maxTokens: 9,
      seed: 3,
      tools: [{ name: 'search' }, { name: 'fetch' }],
    });
    const { message } = choices[0]!;
    const call = message.tool_calls![0]!;
    if (call.type !== 'function') throw new Error('not a function');
    expect(call.function).toEqual({ name: 'search', arguments: JSON.stringify({ query: 'Grüße 👋 to  all' }) });
    const answered = await ask({
      tools,
      messages: [
        { role: 'developer', content: 'Be brief.' },
        ...hello,
        message,
        {
          role: 'tool',
          tool_call_id: call.id,
          content: [
            { type: 'text', text: 'found ' },
            { type: 'text', text: 'it' },
          ],
        },
      ],
    });
    expect(answered.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { content: 'scripted-base: found it' },
    });
    expect(trainer.requests[1]!.messages).toMatchObject([
      { role: 'system', content: 'Be brief.' },
      { role: 'user' },
      { role: 'assistant', content: '', toolCalls: [{ name: 'search', arguments: { query: 'Grüße 👋 to  all' } }] },
      { role: 'tool', name: 'search', toolCallId: call.id, content: 'found it' },
    ]);
  });

  it('obey tool_choice', async () => {
    const calledWith = async (tool_choice: Body['tool_choice']) => {
      const { message } = (await ask({ tools, ...(tool_choice ? { tool_choice } : {}) })).choices[0]!;
      const call = message.tool_calls?.[0];
      return call?.type === 'function' ? call.function.name : null;
    };
    expect(await calledWith('none')).toBeNull();
    expect(await calledWith('required')).toBe('search');
    expect(await calledWith({ type: 'function', function: { name: 'fetch' } })).toBe('fetch');
    const allowed = { mode: 'auto' as const, tools: [{ type: 'function', function: { name: 'fetch' } }] };
    expect(await calledWith({ type: 'allowed_tools', allowed_tools: allowed })).toBe('fetch');
    await expect(calledWith({ type: 'function', function: { name: 'other' } })).rejects.toMatchObject({
      status: 400,
      param: 'tool_choice',
    });
  });

  it('stream text and calls in pieces that join to the whole, with usage when asked', async () => {
    const streamed = async (more: { tools?: OpenAI.ChatCompletionTool[] }) => {
      const stream = server.client.chat.completions.stream({
        model,
        messages: hello,
        stream_options: { include_usage: true },
        ...more,
      });
      let chunks = 0;
      for await (const _ of stream) chunks++;
      return { chunks, final: await stream.finalChatCompletion() };
    };
    const text = await streamed({});
    expect(text.final).toMatchObject({
      choices: [{ finish_reason: 'stop', message: { content: 'scripted-base: Grüße 👋 to  all' } }],
      usage: { total_tokens: 4 },
    });
    expect(text.chunks).toBeGreaterThan(4);
    const called = (await streamed({ tools })).final.choices[0]!;
    expect(called.finish_reason).toBe('tool_calls');
    expect(called.message.tool_calls).toMatchObject([
      { function: { name: 'search', arguments: JSON.stringify({ query: 'Grüße 👋 to  all' }) } },
    ]);
    const { body, headers } = await server.request('/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: hello, stream: true }),
    });
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(body).not.toContain('usage');
    expect(body.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('end at a stop sequence', async () => {
    const { choices } = await ask({ stop: ['nowhere', ' to'] });
    expect(choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'scripted-base: Grüße 👋' } });
  });

  it('refuse what they cannot do, and name it', async () => {
    const image = [{ type: 'image_url' as const, image_url: { url: 'data:,' } }];
    const cases: [Partial<Body>, object][] = [
      [{ model: 'unknown' }, { status: 404, code: 'model_not_found' }],
      [{ n: 2 }, { status: 400, param: 'n' }],
      [{ messages: [] }, { status: 400, param: 'messages' }],
      [{ messages: [{ role: 'user', content: image }] }, { status: 400, param: 'messages.0.content.0.type' }],
      [
        { messages: [{ role: 'tool', content: 'x', tool_call_id: 'none' }] },
        { status: 400, param: 'messages.0.tool_call_id' },
      ],
      [{ messages: [{ role: 'assistant', content: null }] }, { status: 400, param: 'messages.0.content' }],
      [{ tools: [...tools, tools[0]!] }, { status: 400, param: 'tools' }],
      [{ tools: [] }, { status: 400, param: 'tools' }],
      [{ temperature: 3 }, { status: 400, param: 'temperature' }],
      [{ response_format: { type: 'json_object' } }, { status: 400, param: 'response_format.type' }],
      [{ logprobs: true }, { status: 400, param: 'logprobs' }],
      [{ functions: [{ name: 'f' }] }, { status: 400, param: 'functions' }],
    ];
    for (const [more, error] of cases) await expect(ask(more), JSON.stringify(more)).rejects.toMatchObject(error);
    expect(trainer.requests).toEqual([]);
  });

  it('tell a defect of a trainer without its inside, and log it', async () => {
    const lines: string[] = [];
    const broken = createScriptedTrainer({ complete: () => Promise.reject(new Error('password 1234')) });
    const other = await startServer({ trainers: [broken], contract, log: (line) => lines.push(line) });
    try {
      const error = await other.client.chat.completions
        .create({ model, messages: hello })
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ status: 500, type: 'server_error' });
      expect(String(error)).not.toContain('1234');
      expect(lines).toEqual([expect.stringContaining('POST /v1/chat/completions')]);
    } finally {
      await other.end();
    }
  });

  it('pass on what a server behind the trainer says, and stop asking when the client has gone', async () => {
    let signal: AbortSignal | undefined;
    const proxying = createScriptedTrainer({
      complete: (_model, { messages }, options) => {
        if (messages[0]?.content === 'down')
          throw new ImaginariumError({ code: 'endpoint/unreachable', message: 'vLLM is down.', hint: 'Start it.' });
        signal = options.signal;
        return new Promise(() => {});
      },
    });
    const other = await startServer({ trainers: [proxying], contract });
    try {
      const { client } = other;
      const down = client.chat.completions.create({ model, messages: [{ role: 'user', content: 'down' }] });
      await expect(down).rejects.toMatchObject({
        status: 502,
        message: expect.stringContaining('vLLM is down. Start it.'),
      });
      const leaving = new AbortController();
      const asking = client.chat.completions.create({ model, messages: hello }, { signal: leaving.signal });
      const outcome = expect(asking).rejects.toThrow(/abort/i);
      await expect.poll(() => signal).toBeDefined();
      leaving.abort();
      await outcome;
      await expect.poll(() => signal?.aborted).toBe(true);
    } finally {
      await other.end();
    }
  });
});
