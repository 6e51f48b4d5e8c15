import { createOpenAIModel } from '@imaginarium/models';
import { type ScriptedReply, type ScriptedServer, startScriptedServer } from '@imaginarium/models/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { callNotation } from './call-notation.ts';
import { smokeTest } from './smoke-test.ts';

let server: ScriptedServer;
afterEach(() => server.close());

const city = '{"city": "Lisbon"}';
async function smoke(reply: (index: number) => ScriptedReply, count = 10) {
  server = await startScriptedServer((_, index) => reply(index));
  return smokeTest({ model: createOpenAIModel({ model: 'm', baseUrl: server.baseUrl }), count });
}

describe('the smoke test, over HTTP', () => {
  it('finds that a parser works, and asks with tools ten times', async () => {
    const report = await smoke(() => ({ calls: [{ name: 'get_weather', arguments: city }] }));
    expect(report.conclusion).toMatchObject({ verdict: 'parser-works', hint: null });
    expect(report.counts.parsed).toBe(10);
    expect(report.rightTool).toBe(2);
    expect(server.requests).toHaveLength(10);
    expect(server.requests.every(({ body }) => Array.isArray(body.tools) && body.tools.length === 5)).toBe(true);
  });

  it.each([
    [`<tool_call>\n{"name": "get_weather", "arguments": ${city}}\n</tool_call>`, 'hermes', '--tool-call-parser hermes'],
    [`[TOOL_CALLS] [{"name": "get_weather", "arguments": ${city}}]`, 'mistral', '--tool-call-parser mistral'],
    [`{"name": "get_weather", "parameters": ${city}}`, 'llama', 'llama3_json'],
    [`<|python_tag|>{"name": "get_weather", "parameters": ${city}}`, 'llama', 'llama3_json'],
    [`Action: get_weather\nAction Input: ${city}`, 'action-text', 'text protocol'],
    [`Action: <tool_get_weather>\nAction Input: ${city}`, 'tool-token', 'text protocol'],
  ])('sees the call that a server leaves in the text: %s', async (text, notation, hint) => {
    const { conclusion, calls } = await smoke(() => ({ text }), 2);
    expect(calls[0]).toMatchObject({ outcome: 'unparsed', notation, called: null });
    expect(conclusion.verdict).toBe('parser-missing');
    expect(conclusion.hint).toContain(hint);
    expect(conclusion.hint).toContain('text protocol');
  });

  it('tells a parser that misses some calls or breaks arguments from one that misses all', async () => {
    const replies: ScriptedReply[] = [
      { calls: [{ name: 'get_weather', arguments: city }] },
      { calls: [{ name: 'get_weather', arguments: '{"city": ' }] },
      { text: `<tool_call>{"name": "get_weather", "arguments": ${city}}</tool_call>` },
    ];
    const { conclusion, counts } = await smoke((index) => replies[index] as ScriptedReply, 3);
    expect(counts).toMatchObject({ parsed: 1, 'malformed-arguments': 1, unparsed: 1 });
    expect(conclusion.verdict).toBe('parser-unreliable');
  });

  it('does not blame the server for a model that answers in prose', async () => {
    const { conclusion } = await smoke(() => ({ text: 'Action: I would look out of the window.' }), 3);
    expect(conclusion.verdict).toBe('model-does-not-call');
  });

  it.each([
    [400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'],
    [500, 'tools param requires --jinja flag'],
  ])('reports a server that answers %i to tools as what it is', async (status, message) => {
    const { conclusion, counts } = await smoke(() => ({ status, body: { error: { message } } }), 2);
    expect(counts.failed).toBe(2);
    expect(conclusion).toMatchObject({ verdict: 'requests-fail', message: expect.stringContaining(message) });
  });

  it('fails where no call could say anything: no such model', async () => {
    await expect(smoke(() => ({ status: 404, body: {} }))).rejects.toMatchObject({ code: 'endpoint/unknown-model' });
  });
});

it('takes plain answers for plain answers, and ignores what a model thinks aloud', async () => {
  for (const text of ['', 'It is warm.', '{"temperature": 21}', '<think><tool_call></think> It is warm.'])
    expect(callNotation(text)).toBeUndefined();
});
