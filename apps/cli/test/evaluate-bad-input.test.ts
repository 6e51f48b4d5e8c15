import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callMessage, type Endpoint, startEndpoint } from './endpoint/start-endpoint.ts';
import { runCommand } from './run-command.ts';
import { makeFolder, type Row } from './run-folder.ts';

const tool = (name: string) => ({
  name,
  description: `Does ${name}`,
  parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  originalName: name,
});
const item = (id: string, name: string) => ({
  id,
  query: `${name} ${id}`,
  calls: [{ tool: name, arguments: { text: id } }],
  tool: name,
});
const jsonl = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('evaluate, given what is wrong', () => {
  let folder: string;
  let endpoint: Endpoint;
  const command = (...args: string[]) => runCommand(args, { cwd: folder });
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const problemsOf = (stdout: string): Row[] => JSON.parse(stdout).evaluations[0].problems;

  beforeAll(async () => {
    folder = await makeFolder();
    endpoint = await startEndpoint({
      messageOf: ({ messages }) => {
        const [name = '', id] = (messages.at(-1)?.content ?? '').split(' ');
        return callMessage([name, { text: id }]);
      },
    });
    await write(
      'test.jsonl',
      jsonl([{ tool: tool('sing') }, { tool: tool('draw') }, item('a', 'sing'), item('b', 'draw'), item('c', 'draw')]),
    );
    const asked = await command(
      'evaluate',
      '--model',
      `openai:x@${endpoint.url}`,
      '--test',
      'test.jsonl',
      '--name',
      'good',
    );
    expect(asked.code, asked.stderr).toBe(0);
  });
  afterAll(async () => {
    await endpoint.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['neither model nor predictions', ['evaluate'], 2, 'usage/evaluate'],
    ['both', ['evaluate', '--model', 'practice:', '--predictions', 'evaluations/good'], 2, 'usage/evaluate'],
    ['a model that is none', ['evaluate', '--model', 'nobody', '--test', 'test.jsonl'], 2, 'config/'],
    [
      'a test set that is not there',
      ['evaluate', '--model', 'practice:', '--test', 'none.jsonl'],
      3,
      'input/not-found',
    ],
    ['predictions that are not there', ['evaluate', '--predictions', 'none.jsonl'], 3, 'input/not-found'],
    ['a test set as predictions', ['evaluate', '--predictions', 'test.jsonl'], 3, 'input/predictions'],
    [
      'a number that is none',
      ['evaluate', '--model', 'practice:', '--test', 'test.jsonl', '--repetitions', 'many'],
      2,
      'usage/number',
    ],
    [
      'a profile that is none',
      ['evaluate', '--predictions', 'evaluations/good', '--profile', 'kind'],
      2,
      'usage/evaluate',
    ],
    ['no key', ['evaluate', '--model', 'openai:gpt-5-mini', '--test', 'test.jsonl'], 4, 'secret/missing'],
    ['nothing to compare with', ['compare', 'evaluations/good'], 2, 'usage/'],
    ['a dead server', ['smoke', '--model', 'openai:x@http://127.0.0.1:9/v1'], 5, 'endpoint/'],
  ])('%s', async (_, args, code, said) => {
    const outcome = await command(...args, '--json');
    expect([outcome.code, JSON.parse(outcome.stdout).error.code]).toEqual([code, expect.stringContaining(said)]);
    expect(outcome.stderr).not.toContain('    at ');
  });

  it('names an unknown key of a config, with its line and the nearest', async () => {
    await write('wrong.yaml', 'test: test.jsonl\nmodel: "practice:"\ntoolset: {kind: all}\n');
    const { code, stderr } = await command('evaluate', 'wrong.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('wrong.yaml:3: toolset: unknown key; did you mean "toolSet"?');
  });

  it('names and counts broken lines, half a line, twice the same, unknown tools, missing golds and missing predictions', async () => {
    const good = await readFile(join(folder, 'evaluations/good/predictions.jsonl'), 'utf8');
    const [header = '', first = '', second = ''] = good.split('\n');
    const stranger = JSON.stringify({ ...JSON.parse(second), item: item('z', 'dance') });
    const goldless = JSON.stringify({ ...JSON.parse(second), item: item('y', 'draw') });
    await write(
      'bad.jsonl',
      [header, first, '{"item": nothing}', first, stranger, goldless, second.slice(0, 40)].join('\n'),
    );
    const { code, stdout, stderr } = await command(
      'evaluate',
      '--predictions',
      'bad.jsonl',
      '--test',
      'test.jsonl',
      '--json',
    );
    expect(code, stderr).toBe(0);
    const counts: Record<string, number> = {};
    for (const { kind, count } of problemsOf(stdout)) counts[kind] = (counts[kind] ?? 0) + count;
    expect(counts).toEqual({
      'broken-line': 2,
      duplicate: 1,
      'unknown-tool': 1,
      'missing-gold': 1,
      'missing-prediction': 2,
    });
    const names = problemsOf(stdout)
      .flatMap((problem) => problem.names)
      .join(' ');
    for (const name of ['z (dance)', 'y', 'b', 'c', 'a']) expect(names).toContain(name);
    expect(JSON.parse(stdout).evaluations[0].scores.strict.correct).toMatchObject({ count: 1, of: 1 });
  });

  it('refuses a file of which nothing can be scored, and says why', async () => {
    const strange = [{ tool: tool('hum') }, item('q', 'hum')];
    await write('strange.jsonl', jsonl(strange));
    const { code, stdout } = await command(
      'evaluate',
      '--predictions',
      'evaluations/good/predictions.jsonl',
      '--test',
      'strange.jsonl',
      '--json',
    );
    const { error } = JSON.parse(stdout);
    expect([code, error.code, error.message]).toEqual([
      3,
      'input/nothing-scored',
      expect.stringContaining('not in the test set'),
    ]);
  });

  it('says that two files are of different data, and compares what they share', async () => {
    await write(
      'other.jsonl',
      jsonl([{ tool: tool('sing') }, { tool: tool('draw') }, item('a', 'sing'), item('d', 'draw')]),
    );
    const asked = await command(
      'evaluate',
      '--model',
      `openai:x@${endpoint.url}`,
      '--test',
      'other.jsonl',
      '--name',
      'other',
    );
    expect(asked.code, asked.stderr).toBe(0);
    const { code, stdout } = await command('compare', 'evaluations/good', 'evaluations/other', '--json');
    expect(code).toBe(0);
    const { problems, comparisons } = JSON.parse(stdout);
    expect(problems.map(({ kind }: Row) => kind)).toContain('different-data');
    expect(comparisons.every(({ pairs }: Row) => pairs === 1)).toBe(true);
  });

  it('ends with the endpoint’s error when no reply can be used, and asks again when it is repeated', async () => {
    let isBroken = true;
    const broken = await startEndpoint({
      messageOf: () => callMessage(['sing', { text: 'a' }]),
      misbehave: () =>
        isBroken ? (response) => void response.writeHead(400).end('{"error":{"message":"no tools here"}}') : undefined,
    });
    const args = ['evaluate', '--model', `openai:x@${broken.url}`, '--test', 'test.jsonl', '--name', 'broken'];
    const refused = await command(...args);
    expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('no tools here')]);
    isBroken = false;
    const repeated = await command(...args, '--json');
    expect(repeated.code, repeated.stderr).toBe(0);
    expect(JSON.parse(repeated.stdout).evaluations[0].predictions).toBe(3);
    await broken.close();
  });

  it('keeps the key out of every file and word', async () => {
    const canary = 'sk-canary-5f2c9a7e41';
    await write(
      'keyed.yaml',
      JSON.stringify({
        name: 'keyed',
        test: 'test.jsonl',
        model: { model: `openai:x@${endpoint.url}`, key: 'env:CANARY' },
      }),
    );
    const outcome = await runCommand(['evaluate', 'keyed.yaml'], { cwd: folder, variables: { CANARY: canary } });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(endpoint.authorizations.at(-1)).toBe(`Bearer ${canary}`);
    const files = [
      'evaluation.json',
      'journal.jsonl',
      'predictions.jsonl',
      'report.json',
      'report.html',
      'verdicts.jsonl',
    ];
    const texts = await Promise.all(files.map((name) => readFile(join(folder, 'evaluations/keyed', name), 'utf8')));
    expect([outcome.stdout, outcome.stderr, ...texts].filter((text) => text.includes(canary))).toEqual([]);
  });
});

describe('smoke', () => {
  it.each([
    ['returns calls', callMessage(['get_time', '{}']), 'parser-works'],
    [
      'leaves calls in the text',
      { content: '[TOOL_CALLS] [{"name": "get_weather", "arguments": {"city": "Oslo"}}]' },
      'parser-missing',
    ],
    ['does not call', { content: 'I cannot do that.' }, 'model-does-not-call'],
  ])('says so when the server %s', async (_, message, verdict) => {
    const folder = await makeFolder();
    const endpoint = await startEndpoint({ messageOf: () => message });
    const args = ['smoke', '--model', `openai:x@${endpoint.url}`];
    const { code, stdout } = await runCommand([...args, '--json'], { cwd: folder });
    const { conclusion, calls } = JSON.parse(stdout);
    expect([code, endpoint.bodies.length, calls.length, conclusion.verdict]).toEqual([0, 10, 10, verdict]);
    if (verdict === 'parser-missing')
      expect((await runCommand(args, { cwd: folder })).stdout).toContain('text protocol');
    await endpoint.close();
    await rm(folder, { recursive: true });
  });
});
