import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JsonValue, TestItem } from '@imaginarium/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { readTestSet } from './read-test-set.ts';

const folder = mkdtempSync(join(tmpdir(), 'test-set-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** Writes rows as lines; a text is written as it is. */
function write(rows: readonly JsonValue[], name = `${files++}.jsonl`): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, rows.map((row) => (typeof row === 'string' ? row : `${JSON.stringify(row)}\n`)).join(''));
  return path;
}

const weather = { name: 'weather', description: 'Weather of a place.', parameters: { type: 'object' } };
const item: TestItem = {
  id: 'a',
  query: 'Weather in Rome?',
  calls: [{ tool: 'weather', arguments: { place: 'Rome' } }],
  tool: 'weather',
};
const example = (id: string, split: string, over: { [key: string]: JsonValue } = {}) => ({
  id,
  kind: 'call',
  tool: 'weather',
  toolVersion: '1',
  trialId: id,
  paraphraseOf: null,
  seedId: id,
  split,
  query: `Query of ${id}?`,
  solution: {
    call: { id: 'call_0', name: 'weather', arguments: { place: id }, argumentsText: '{}' },
    observation: { status: 'ok', origin: 'live', content: 'sunny' },
  },
  answer: 'It is sunny.',
  messages: [],
  trace: [],
  origin: 'live',
  judgement: null,
  grounding: [],
  offered: null,
  ...over,
});
const noCall = { kind: 'no-call', tool: null, toolVersion: null, trialId: null, solution: null, offered: ['weather'] };
const problemsOf = async (rows: readonly JsonValue[]) => {
  const { items, problems } = await readTestSet(write([{ tool: weather }, item as never, ...rows]));
  return {
    ids: items.map(({ id }) => id),
    problems: problems.map(({ kind, count, names }) => ({ kind, count, names })),
  };
};

describe('a run', () => {
  const run = join(folder, 'run');
  write([{ ...weather, originalName: 'Weather', effect: 'read' }], 'run/tools.jsonl');
  write(
    [example('t/0', 'test'), example('t/1', 'train'), example('no/0', 'test', noCall), example('t/2', 'validation')],
    'run/examples.jsonl',
  );

  it('gives the test split of its examples, with what the good call returned, and its tools', async () => {
    const set = await readTestSet(run);
    expect(set.items).toEqual([
      {
        id: 't/0',
        query: 'Query of t/0?',
        calls: [
          {
            tool: 'weather',
            arguments: { place: 't/0' },
            observation: { status: 'ok', origin: 'live', content: 'sunny' },
          },
        ],
        tool: 'weather',
      },
      { id: 'no/0', query: 'Query of no/0?', calls: [], tool: null, offered: ['weather'] },
    ]);
    expect(set.tools).toEqual([{ ...weather, originalName: 'Weather' }]);
    expect(set.problems).toEqual([]);
  });

  it('gives another split when asked, and the same from the file of examples', async () => {
    const set = await readTestSet(join(run, 'examples.jsonl'), { split: 'validation' });
    expect(set.items.map(({ id }) => id)).toEqual(['t/2']);
    expect(set.source).toBe(join(run, 'examples.jsonl'));
  });

  it('takes tools from the file that it is told, and says where golds lack theirs', async () => {
    const other = write([{ ...weather, name: 'climate' }]);
    await expect(readTestSet(run, { tools: other, split: 'train' })).rejects.toMatchObject({
      code: 'input/test-set',
      message: expect.stringContaining('t/1 (weather)'),
      hint: expect.stringContaining('tool definitions'),
    });
  });

  it('fails where a folder is no run', async () => {
    await expect(readTestSet(folder)).rejects.toMatchObject({ code: 'input/not-found' });
  });
});

describe('a JSONL of test items', () => {
  it('gives the items as they are, golds under the legal names of their tools', async () => {
    const odd = { name: 'Get Weather!', description: 'Odd.', parameters: { type: 'object', properties: {} } };
    const multi = {
      ...item,
      id: 'b',
      calls: [{ tool: 'Get Weather!', arguments: {} }, ...item.calls],
      tool: 'Get Weather!',
    };
    const set = await readTestSet(write([{ tool: weather }, { tool: odd }, item as never, multi as never]));
    expect(set.tools.map(({ name, originalName }) => [name, originalName])).toEqual([
      ['weather', 'weather'],
      ['Get_Weather', 'Get Weather!'],
    ]);
    expect(set.items[0]).toEqual(item);
    expect(set.items[1]).toMatchObject({ tool: 'Get_Weather', calls: [{ tool: 'Get_Weather' }, { tool: 'weather' }] });
    expect(set.problems).toEqual([]);
  });

  it('has a hash that tells golds and tools apart, and neither order nor file', async () => {
    const other = { ...item, id: 'b' };
    const hashOf = async (rows: readonly unknown[]) => (await readTestSet(write(rows as JsonValue[]))).hash;
    const hash = await hashOf([{ tool: weather }, item, other]);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf([other, item, { tool: weather }])).toBe(hash);
    expect(await hashOf([{ tool: { ...weather, description: '' } }, item, other])).not.toBe(hash);
    const edited = { ...other, calls: [{ tool: 'weather', arguments: { place: 'rome' } }] };
    expect(await hashOf([{ tool: weather }, item, edited])).not.toBe(hash);
  });

  it('names broken lines and goes on', async () => {
    expect(await problemsOf(['{"id": nope}\n', [1], { ...item, id: 'b', order: 'sideways' } as never])).toEqual({
      ids: ['a'],
      problems: [
        { kind: 'broken-line', count: 1, names: ['line 3'] },
        { kind: 'broken-line', count: 1, names: ['line 4'] },
        { kind: 'broken-line', count: 1, names: ['line 5'] },
      ],
    });
  });

  it('names a last line that was cut off', async () => {
    const { problems } = await readTestSet(write([{ tool: weather }, item as never, '{"id":"b","qu']));
    expect(problems).toEqual([
      { kind: 'broken-line', count: 1, names: ['line 3'], message: 'The last line was cut off while it was written.' },
    ]);
  });

  it('names items without a gold, with one for an unknown tool, and ids that come twice', async () => {
    const strange = { ...item, id: 'c', calls: [{ tool: 'climate', arguments: {} }] };
    expect(await problemsOf([{ id: 'b', query: 'No gold?', tool: null }, strange as never, item as never])).toEqual({
      ids: ['a'],
      problems: [
        { kind: 'missing-gold', count: 1, names: ['line 3'] },
        { kind: 'duplicate', count: 1, names: ['line 5 (a)'] },
        { kind: 'unknown-tool', count: 1, names: ['c (climate)'] },
      ],
    });
  });

  it('names a tool that is described in two ways, and a row that describes none', async () => {
    expect(
      await problemsOf([{ tool: { ...weather, description: 'Other.' } }, { tool: weather }, { tool: {} }]),
    ).toEqual({
      ids: ['a'],
      problems: [
        { kind: 'duplicate', count: 1, names: ['weather'] },
        { kind: 'broken-line', count: 1, names: ['line 5'] },
      ],
    });
  });

  it('knows a tool by its legal name and by the name of its source', async () => {
    const tools = write([{ ...weather, name: 'Sky__weather', originalName: 'Sky%%weather' }]);
    const calls = (tool: string) => ({ ...item, id: tool, calls: [{ tool, arguments: {} }], tool });
    const again = { tool: { ...weather, name: 'Sky__weather' } };
    const path = write([again, calls('Sky__weather') as never, calls('Sky%%weather') as never]);
    const set = await readTestSet(path, { tools });
    expect(set.items.map(({ tool }) => tool)).toEqual(['Sky__weather', 'Sky__weather']);
    expect(set.tools).toEqual([{ ...weather, name: 'Sky__weather', originalName: 'Sky%%weather' }]);
    expect(set.problems).toEqual([]);
  });

  it('counts all problems of a kind and names the first ten', async () => {
    const { problems } = await problemsOf(Array.from({ length: 12 }, () => 'x\n'));
    expect(problems).toMatchObject([{ count: 12, names: Array.from({ length: 10 }, (_, at) => `line ${at + 3}`) }]);
  });
});

describe('what holds no item', () => {
  it.each([
    ['an empty file', [] as JsonValue[]],
    ['text', ['hello\nworld\n']],
    ['a JSON list over lines', ['[\n  {"query": "a"}\n]\n']],
    ['records of another form', [{ conversations: [] }]],
    ['an STE file without golds', [{ add_date: [{ query: 'a', action: 'add_date' }] }]],
  ])('%s is refused with what is taken', async (_, rows) => {
    await expect(readTestSet(write(rows))).rejects.toMatchObject({
      code: 'input/test-set',
      hint: expect.stringMatching(/run folder/),
    });
  });

  it('a file that is not there is named', async () => {
    await expect(readTestSet(join(folder, 'none.jsonl'))).rejects.toMatchObject({
      code: 'input/not-found',
      message: expect.stringMatching(/none\.jsonl/),
    });
  });
});
