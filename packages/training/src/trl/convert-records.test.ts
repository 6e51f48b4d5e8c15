import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convertRecords } from './convert-records.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trl-rows-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function convert(records: readonly unknown[], options: Partial<Parameters<typeof convertRecords>[2]> = {}) {
  const [from, to] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
  await writeFile(from, records.map((record) => JSON.stringify(record)).join('\n'));
  const counts = await convertRecords(from, to, { method: 'supervised', foldSystem: true, ...options });
  const lines = (await readFile(to, 'utf8')).trimEnd().split('\n');
  return { ...counts, lines: lines.map((line) => JSON.parse(line)) };
}

const call = (id: string, args: string) => ({ id, type: 'function', function: { name: 'weather', arguments: args } });
const tools = [{ type: 'function', function: { name: 'weather', description: 'd', parameters: { type: 'object' } } }];
const conversation = [
  { role: 'system', content: 'Tool mode.' },
  { role: 'user', content: [{ type: 'text', text: 'Rain in Bern?' }] },
  { role: 'assistant', content: null, tool_calls: [call('call_0123456789', '{"city":"Bern"}')] },
  { role: 'tool', tool_call_id: 'call_0123456789', content: '{"rain":true}' },
  { role: 'assistant', content: 'Yes.' },
];

describe('convertRecords', () => {
  it('makes one row of each message of the assistant, arguments as objects, ids of nine characters', async () => {
    const { lines, rows } = await convert([{ messages: conversation, tools, parallel_tool_calls: false }]);
    expect(rows).toBe(2);
    const asked = { role: 'user', content: 'Tool mode.\n\nRain in Bern?' };
    const id = lines[0].completion[0].tool_calls[0].id;
    expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
    const called = {
      role: 'assistant',
      content: '',
      tool_calls: [{ id, type: 'function', function: { name: 'weather', arguments: { city: 'Bern' } } }],
    };
    const observed = { role: 'tool', content: '{"rain":true}', name: 'weather', tool_call_id: id };
    expect(lines).toEqual([
      { prompt: [asked], completion: [called], tools: JSON.stringify(tools) },
      {
        prompt: [asked, called, observed],
        completion: [{ role: 'assistant', content: 'Yes.' }],
        tools: JSON.stringify(tools),
      },
    ]);
  });

  it('keeps system messages where it is told to, trains nothing of weight 0, writes no empty tools', async () => {
    const messages = conversation.map((message) => ('tool_calls' in message ? { ...message, weight: 0 } : message));
    const { lines } = await convert([{ messages, tools: [] }], { foldSystem: false });
    expect(lines).toHaveLength(1);
    expect(lines[0].prompt[0]).toEqual({ role: 'system', content: 'Tool mode.' });
    expect(lines[0]).not.toHaveProperty('tools');
  });

  it('makes pairs, and leaves out those whose rejected call cannot be written', async () => {
    const pair = (args: string) => ({
      input: { messages: conversation.slice(0, 2), tools },
      preferred_output: [{ role: 'assistant', tool_calls: [call('abcdefghi', '{"city":"Bern"}')] }],
      non_preferred_output: [{ role: 'assistant', tool_calls: [call('abcdefghi', args)] }],
    });
    const { lines, leftOut } = await convert([pair('{"town":1}'), pair('{"town":')], { method: 'dpo' });
    expect(leftOut).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0].chosen[0].tool_calls[0].function.arguments).toEqual({ city: 'Bern' });
    expect(lines[0].rejected[0].tool_calls[0].function.arguments).toEqual({ town: 1 });
  });

  it.each([
    [
      { messages: [conversation[1], { role: 'assistant', tool_calls: [call('a', '[1]')] }] },
      /in\.jsonl:2 messages\[1\]\.tool_calls\[0\]\.function\.arguments: it is not the JSON text of an object/,
    ],
    [{ messages: [{ role: 'assistant', content: 'Hi.' }] }, /in\.jsonl:2 messages\[0\]: the assistant answers before/],
    [{ messages: [{ role: 'robot', content: 'Hi.' }] }, /in\.jsonl:2 messages\[0\]\.role/],
    [{ prompt: 'x' }, /in\.jsonl:2 messages/],
  ])('names line and field of %j', async (record, message) => {
    const good = { messages: conversation };
    await expect(convert([good, record])).rejects.toMatchObject({
      code: 'input/malformed-record',
      message: expect.stringMatching(message),
    });
  });

  it('refuses a file with nothing to train on', async () => {
    await expect(convert([{ messages: conversation.slice(0, 2) }])).rejects.toMatchObject({ code: 'input/empty' });
  });
});
