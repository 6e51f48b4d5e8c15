import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonValue, Prediction, PredictionHeader, TestItem } from '@imaginarium/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { goldHash } from '../disputes/dispute.ts';
import { readDisputes } from '../disputes/read-disputes.ts';
import { readTestSet } from '../test-set/read-test-set.ts';
import { type OpenPredictionsOptions, openPredictions } from './open-predictions.ts';

const folder = mkdtempSync(join(tmpdir(), 'predictions-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function write(lines: readonly unknown[]): string {
  const path = join(folder, `${files++}.jsonl`);
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)).join(''));
  return path;
}

const weather = { name: 'weather', description: '', parameters: { type: 'object' }, originalName: 'weather' };
const itemOf = (id: string, place = id): TestItem => ({
  id,
  query: `Weather in ${id}?`,
  calls: [{ tool: 'weather', arguments: { place } }],
  tool: 'weather',
});
const headerOf = (over: Partial<PredictionHeader> = {}): PredictionHeader => ({
  kind: 'predictions',
  format: 1,
  name: 'run',
  model: 'openai:m',
  protocol: 'native',
  toolNames: 'legal',
  prompt: null,
  parser: 'server',
  sampling: { temperature: 0 },
  toolSet: { kind: 'all' },
  demonstrations: null,
  repetitions: 1,
  data: { source: 'set.jsonl', hash: 'h', items: 2 },
  tools: [weather],
  createdAt: 1,
  ...over,
});
const predictionOf = (item: TestItem, repetition = 0): Prediction => ({
  item,
  repetition,
  message: { role: 'assistant', content: 'hm' },
  finishReason: 'stop',
  usage: null,
  took: 5,
  cost: null,
});
async function readAll(path: string, options?: OpenPredictionsOptions) {
  const opened = await openPredictions(path, options);
  const rows: Prediction[] = [];
  for await (const row of opened.rows()) rows.push(row);
  const problems = opened.problems().map(({ kind, count, names }) => ({ kind, count, names }));
  return { header: opened.header, rows, ids: rows.map(({ item }) => item.id), problems, disputed: opened.disputed() };
}
const [a, b] = [itemOf('a'), itemOf('b')];
const setOf = (...items: TestItem[]) => readTestSet(write([{ tool: weather }, ...items]));

describe('a predictions file of ours', () => {
  it('gives header and rows as they were written', async () => {
    const read = await readAll(write([headerOf(), predictionOf(a), predictionOf(b)]));
    expect(read.header).toEqual(headerOf());
    expect(read.rows).toEqual([predictionOf(a), predictionOf(b)]);
    expect(read.problems).toEqual([]);
  });

  it('names a half-written end, broken lines, a row that is no prediction, a second header', async () => {
    const whole = JSON.stringify(predictionOf(b));
    const wrong = { ...predictionOf(a), repetition: -1 };
    const lines = [headerOf({ data: { source: '', hash: '', items: 1 } }), predictionOf(a), 'x\n', wrong, headerOf()];
    const { ids, problems } = await readAll(write([...lines, whole.slice(0, -9)]));
    expect(ids).toEqual(['a']);
    expect(problems).toEqual([
      {
        kind: 'broken-line',
        count: 2,
        names: [expect.stringMatching(/^line 3: it is not JSON/), expect.stringMatching(/^line 4: repetition: /)],
      },
      { kind: 'broken-line', count: 1, names: ['header 2'] },
      { kind: 'broken-line', count: 1, names: ['line 6'] },
    ]);
  });

  it('names what comes twice, past the repetitions of the header, or not at all', async () => {
    const header = headerOf({ repetitions: 2, data: { source: '', hash: '', items: 4 } });
    const rows = [predictionOf(a), predictionOf(a, 1), predictionOf(a), predictionOf(b), predictionOf(b, 2)];
    const { rows: read, problems } = await readAll(write([header, ...rows]));
    expect(read.map(({ item, repetition }) => `${item.id}${repetition}`)).toEqual(['a0', 'a1', 'b0']);
    expect(problems).toEqual([
      { kind: 'duplicate', count: 1, names: ['a'] },
      { kind: 'broken-line', count: 1, names: ['b (repetition 2)'] },
      { kind: 'missing-prediction', count: 3, names: ['b', '2 items that the header counts'] },
    ]);
  });

  it('names golds for tools that the header does not describe', async () => {
    const strange = { ...b, calls: [{ tool: 'climate', arguments: {} }], tool: 'climate' };
    const { ids, problems } = await readAll(write([headerOf(), predictionOf(a), predictionOf(strange)]));
    expect(ids).toEqual(['a']);
    expect(problems).toEqual([{ kind: 'unknown-tool', count: 1, names: ['b (climate)'] }]);
  });

  it.each<[string, unknown[], RegExp]>([
    ['rows without a header', [predictionOf(a)], /does not begin with the header/],
    ['an empty file', [], /does not begin with the header/],
    ['a header that was cut off', [JSON.stringify(headerOf()).slice(0, 40)], /does not begin with the header/],
    ['text', ['hello\n'], /does not begin with the header/],
    ['a header of a later format', [{ ...headerOf(), format: 2 }], /format/],
    ['a header without tools', [{ ...headerOf(), tools: undefined }], /tools/],
  ])('refuses %s', async (_, lines, message) => {
    const path = write(lines);
    await expect(openPredictions(path)).rejects.toMatchObject({
      code: 'input/predictions',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/imaginarium evaluate/),
    });
  });
});

describe('predictions scored against a test set', () => {
  it('take their golds and their data hash from it', async () => {
    const testSet = await setOf(itemOf('a', 'Rome'), b);
    const header = headerOf({ data: { source: 'x', hash: testSet.hash, items: 2 } });
    const {
      rows,
      problems,
      header: opened,
    } = await readAll(write([header, predictionOf(a), predictionOf(b)]), { testSet });
    expect(rows.map(({ item }) => item)).toEqual(testSet.items);
    expect(problems).toEqual([]);
    expect(opened.data).toEqual({ source: testSet.source, hash: testSet.hash, items: 2 });
  });

  it('name what has no gold, an unknown tool, another query, no prediction, other data', async () => {
    const testSet = await setOf(a, b, itemOf('c'));
    const strange = { ...itemOf('e'), calls: [{ tool: 'climate', arguments: {} }] };
    const moved = { ...b, query: 'Something else?' };
    const lines = [headerOf(), ...[a, moved, itemOf('d'), strange].map((item) => predictionOf(item))];
    const { ids, problems } = await readAll(write(lines), { testSet });
    expect(ids).toEqual(['a']);
    expect(problems).toEqual([
      { kind: 'different-data', count: 1, names: ['run'] },
      { kind: 'missing-gold', count: 1, names: ['b'] },
      { kind: 'missing-gold', count: 1, names: ['d'] },
      { kind: 'unknown-tool', count: 1, names: ['e (climate)'] },
      { kind: 'missing-prediction', count: 2, names: ['b', 'c'] },
    ]);
  });
});

describe('predictions with disputed golds', () => {
  const disputing = async (...entries: JsonValue[]) => {
    const path = join(folder, `${files++}.yaml`);
    writeFileSync(path, JSON.stringify({ format: 1, data: 'h', disputes: entries }));
    return readDisputes(path);
  };
  const on = (item: TestItem, decision: { [key: string]: JsonValue }) => ({
    item: item.id,
    gold: goldHash(item),
    reason: 'seen',
    ...decision,
  });
  const cached = { noCall: false, error: false, toolMatch: true, argumentsCorrect: false };
  const path = write([headerOf(), { ...predictionOf(a), cached }, { ...predictionOf(b), cached }]);

  it('leave out dismissed items and carry accepted values', async () => {
    const disputes = await disputing(on(a, { dismiss: true }), on(b, { accept: [{ path: '/place', values: ['B'] }] }));
    const { rows, problems, disputed } = await readAll(path, { disputes });
    expect(rows).toHaveLength(1);
    expect(rows[0]?.item.calls[0]?.accepted).toEqual({ '/place': ['B'] });
    expect(rows[0]?.cached).toEqual(cached);
    expect(problems).toEqual([]);
    expect(disputed).toEqual({ applied: 1, dismissed: 1 });
  });

  it('lose cached verdicts on a gold that was replaced', async () => {
    const disputes = await disputing(on(a, { replace: [{ tool: 'weather', arguments: { place: 'A' } }] }));
    const { rows } = await readAll(path, { disputes });
    expect(rows.map((row) => [row.item.calls[0]?.arguments, row.cached])).toEqual([
      [{ place: 'A' }, undefined],
      [{ place: 'b' }, cached],
    ]);
  });

  it('name disputes of items that are not there, of changed golds, of missing calls, and replacements by unknown tools', async () => {
    const disputes = await disputing(
      on(itemOf('z'), { dismiss: true }),
      { ...on(a, { dismiss: true }), gold: goldHash(b) },
      on(a, { accept: [{ call: 1, path: '/place', values: [1] }] }),
      on(b, { replace: [{ tool: 'climate', arguments: {} }] }),
    );
    const { ids, problems, disputed } = await readAll(path, { disputes });
    expect(ids).toEqual(['a']);
    expect(problems).toEqual([
      { kind: 'unknown-tool', count: 1, names: ['b (climate)'] },
      { kind: 'unmatched-dispute', count: 1, names: ['z'] },
      { kind: 'unmatched-dispute', count: 1, names: ['a'] },
      { kind: 'unmatched-dispute', count: 1, names: ['a'] },
    ]);
    expect(disputed).toEqual({ applied: 1, dismissed: 0 });
  });
});

describe('saved results in the form of the paper', () => {
  const row = {
    query: 'Rome?',
    action: 'weather',
    action_input: '{"place":"Rome"}',
    api_descriptions:
      'API_name: weather\nDescription: Weather. Your input should be a json (args json schema): {{"place" : string, }} The Action to trigger this API should be weather.',
    model_output: 'Action: weather\nAction Input: {"place":"Rome"}',
    no_call: 0,
    err: 0,
    api_match: 1,
    args_correct: 1,
  };

  it('are text predictions with their cached verdicts, over many lines too', async () => {
    const failed = { ...row, query: 'Oslo?', err: 1, api_match: undefined, args_correct: undefined };
    const { header, rows } = await readAll(write([`${JSON.stringify({ weather: [row, failed] }, null, 2)}\n`]));
    expect(header).toMatchObject({ protocol: 'text', toolNames: 'original', model: null, data: { items: 2 } });
    expect(header.tools).toMatchObject([{ name: 'weather', parameters: { required: ['place'] } }]);
    expect(rows.map(({ cached }) => cached)).toEqual([
      { noCall: false, error: false, toolMatch: true, argumentsCorrect: true },
      { noCall: false, error: true, toolMatch: false },
    ]);
    expect(rows[0]?.message).toEqual({ role: 'assistant', content: row.model_output });
  });

  it('name rows without a query, a gold, or an output', async () => {
    const rows = [row, 3, { ...row, action_input: '{' }, { ...row, query: 'Oslo?', model_output: undefined }];
    const { ids, problems } = await readAll(write([{ weather: rows, 'Unread%%One': [] }]));
    expect(ids).toEqual(['weather/0']);
    expect(problems.map(({ kind, names }) => [kind, ...names])).toEqual([
      ['broken-line', 'weather/1'],
      ['missing-gold', 'weather/2'],
      ['missing-prediction', 'weather/3'],
      ['missing-prediction', '1 items that the header counts'],
    ]);
  });

  it('find their golds in a test set by tool and query', async () => {
    const path = write([
      {
        weather: [
          { ...row, query: 'Oslo?', action_input: '{}' },
          { ...row, action_input: 'stale' },
        ],
      },
    ]);
    const testSet = await readTestSet(write([{ weather: [row] }]));
    const { rows, problems } = await readAll(path, { testSet });
    expect(rows.map(({ item }) => item)).toEqual(testSet.items);
    expect(problems.map(({ kind, names }) => [kind, ...names])).toEqual([
      ['different-data', expect.any(String)],
      ['missing-gold', 'weather/0'],
    ]);
  });
});
