import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callMessage, type Endpoint, startEndpoint } from './endpoint/start-endpoint.ts';
import { runCommand, startCommand } from './run-command.ts';
import { makeFolder, type Row, readRows, writeConfig } from './run-folder.ts';

const properties = {
  city: { type: 'string' },
  days: { type: 'integer' },
  unit: { type: 'string', default: 'celsius' },
};
const forecast = {
  name: 'forecast',
  originalName: 'Weather%%Forecast',
  description: 'Weather of the next days in a city',
  parameters: { type: 'object', properties, required: ['city', 'days'] },
};
const other = (name: string, description: string) => ({
  name,
  originalName: name,
  description,
  parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
});
const tools = [
  forecast,
  other('translate', 'Translate text to French'),
  other('spell', 'Spell a text letter by letter'),
];

type Message = ReturnType<typeof callMessage>;
interface Case {
  readonly query: string;
  readonly calls: readonly { readonly tool: string; readonly arguments: unknown }[];
  readonly reply: Message;
  readonly miss: string | null;
}

const gold = { tool: 'forecast', arguments: { city: 'Oslo', days: 3 } };
const spelled = { tool: 'spell', arguments: { text: 'fjord' } };
const asked = (query: string, reply: Message, miss: string | null, calls: Case['calls'] = [gold]): Case => ({
  query,
  calls,
  reply,
  miss,
});

/** One query a way to be right or wrong. */
const CASES: readonly Case[] = [
  asked('three days in Oslo', callMessage(['forecast', { city: 'Oslo', days: 3 }]), null),
  asked('the default said', callMessage(['forecast', { city: 'Oslo', days: 3, unit: 'celsius' }]), null),
  asked('a number as text', callMessage(['forecast', { city: 'oslo ', days: '3' }]), null),
  asked('another value', callMessage(['forecast', { city: 'Bergen', days: 3 }]), 'wrong-value'),
  asked('another tool', callMessage(['translate', { text: 'Oslo' }]), 'wrong-tool'),
  asked('one short', callMessage(['forecast', { city: 'Oslo' }]), 'missing-argument'),
  asked('one more', callMessage(['forecast', { city: 'Oslo', days: 3, wind: true }]), 'unexpected-argument'),
  asked('cut off', callMessage(['forecast', '{"city": "Oslo", "da']), 'malformed'),
  asked('words', { content: 'It will rain.' }, 'no-call'),
  asked('thanks', { content: 'You are welcome.' }, null, []),
  asked('hello', callMessage(['translate', { text: 'hello' }]), 'unwanted-call', []),
  asked('both', callMessage(['spell', { text: 'fjord' }], ['forecast', gold.arguments]), null, [gold, spelled]),
];
const replies = new Map(CASES.map(({ query, reply }) => [query, reply]));
const strictMisses = CASES.flatMap(({ miss }) => miss ?? []).sort();

const testSet = [
  ...tools.map((tool) => ({ tool })),
  ...CASES.map(({ query, calls }, at) => ({
    id: `item-${at}`,
    query,
    calls,
    tool: calls[0]?.tool ?? null,
    ...(calls.length > 1 ? { order: 'any-order' } : {}),
  })),
];
const jsonl = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const queryOf = (body: string): string => JSON.parse(body).messages.at(-1).content;

/** A model that knows the cases; in the text protocol it writes the call as text. */
const knowing = (request: {
  readonly messages: readonly { readonly content: string | null }[];
  readonly tools?: unknown;
}) => {
  const said = request.messages.at(-1)?.content ?? '';
  const query = CASES.find((known) => said.endsWith(known.query))?.query ?? '';
  return replies.get(query) ?? { content: 'What?' };
};

describe('evaluate', () => {
  let folder: string;
  let endpoint: Endpoint;
  let test: string;
  const evaluate = (...args: string[]) => runCommand(['evaluate', ...args], { cwd: folder });
  const model = () => ['--model', `openai:stand-in@${endpoint.url}`, '--test', test];
  const report = async (name: string): Promise<Row> =>
    JSON.parse(await readFile(join(folder, 'evaluations', name, 'report.json'), 'utf8'));
  const verdicts = async (name: string, profile: string): Promise<Row[]> =>
    (await readRows(join(folder, 'evaluations', name, 'verdicts.jsonl'))).filter((row) => row.profile === profile);

  beforeAll(async () => {
    folder = await makeFolder();
    test = join(folder, 'test.jsonl');
    await writeFile(test, jsonl(testSet));
    endpoint = await startEndpoint({ messageOf: knowing });
  });
  afterAll(async () => {
    await endpoint.close();
    await rm(folder, { recursive: true });
  });

  it('asks a server every item, tells each way to be wrong apart, and writes report, page, verdicts and disputes', async () => {
    const { code, stdout, stderr } = await evaluate(...model(), '--name', 'first');
    expect(code, stderr).toBe(0);
    expect(endpoint.bodies.splice(0).map(queryOf).sort()).toEqual(CASES.map(({ query }) => query).sort());
    const strict = await verdicts('first', 'strict');
    expect(Object.fromEntries(strict.map(({ itemId, miss }) => [itemId, miss]))).toEqual(
      Object.fromEntries(CASES.map(({ miss }, at) => [`item-${at}`, miss])),
    );
    const { evaluations } = await report('first');
    const { correct, irrelevance, multiCall, wellformed, toolMatch } = evaluations[0].scores.strict;
    expect([correct, irrelevance, multiCall, wellformed, toolMatch].map(({ count, of }) => [count, of])).toEqual([
      [4, 10],
      [1, 2],
      [1, 1],
      [8, 10],
      [7, 8],
    ]);
    expect(evaluations[0].scores.ste.correct.of).toBe(10);
    expect(evaluations[0].usage.outputTokens).toBe(CASES.length * 20);
    expect(stdout).toContain('forecast  → translate  1');
    const page = await readFile(join(folder, 'evaluations/first/report.html'), 'utf8');
    expect(page).toContain('another tool');
    expect(await readFile(join(folder, 'evaluations/first/disputes.yaml'), 'utf8')).toContain('item-3');
  });

  it('scores saved predictions again without a request, to the same verdicts', async () => {
    const before = await verdicts('first', 'strict');
    const { code, stderr } = await evaluate('--predictions', 'evaluations/first/predictions.jsonl', '--name', 'again');
    expect(code, stderr).toBe(0);
    expect(endpoint.bodies).toEqual([]);
    expect(await verdicts('again', 'strict')).toEqual(before);
    const [first, again] = [await report('first'), await report('again')];
    expect(again.evaluations[0].scores).toEqual(first.evaluations[0].scores);
    expect(again.evaluations[0].usage).toEqual(first.evaluations[0].usage);
  });

  it('prints the report alone with --json', async () => {
    const { code, stdout } = await evaluate('--predictions', 'evaluations/first', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).evaluations[0].scores.strict.correct).toMatchObject({ count: 4, of: 10 });
  });

  it('takes what a person says of golds: an accepted value, another gold, an item taken out', async () => {
    const template = await readFile(join(folder, 'evaluations/first/disputes.yaml'), 'utf8');
    const goldOf = (id: string) => new RegExp(`- item: "${id}"\\n#   gold: "(\\w+)"`).exec(template)?.[1] ?? '';
    const [head = ''] = template.split('disputes:\n');
    const entry = (id: string, decision: string) =>
      `- item: ${id}\n  gold: "${goldOf(id)}"\n  reason: read again\n  ${decision}\n`;
    const disputes = join(folder, 'disputes.yaml');
    await writeFile(
      disputes,
      [
        `${head}disputes:\n`,
        entry('item-3', 'accept: [{path: /city, values: [Bergen]}]'),
        entry('item-4', 'replace: [{tool: translate, arguments: {text: Oslo}}]'),
        entry('item-10', 'dismiss: true'),
        entry('item-99', 'dismiss: true'),
      ].join(''),
    );
    const { code, stderr } = await evaluate(
      '--predictions',
      'evaluations/first',
      '--disputes',
      disputes,
      '--name',
      'disputed',
    );
    expect(code, stderr).toBe(0);
    expect(endpoint.bodies).toEqual([]);
    const [evaluation] = (await report('disputed')).evaluations;
    expect(evaluation.scores.strict.correct).toMatchObject({ count: 6, of: 10 });
    expect(evaluation.scores.strict.irrelevance).toMatchObject({ count: 1, of: 1 });
    expect(evaluation.disputes).toMatchObject({ applied: 2, dismissed: 1 });
    expect(evaluation.problems).toContainEqual(
      expect.objectContaining({ kind: 'unmatched-dispute', count: 1, names: [expect.stringContaining('item-99')] }),
    );
  });

  it('shows a model no tools, all, or some with the right one among them', async () => {
    const shownBy = async (...args: string[]) => {
      const { code, stderr } = await evaluate(...model(), ...args);
      expect(code, stderr).toBe(0);
      return endpoint.bodies.splice(0).map((body) => {
        const { tools = [] } = JSON.parse(body) as { tools?: { function: { name: string } }[] };
        return { query: queryOf(body), shown: tools.map((tool) => tool.function.name).sort() };
      });
    };
    for (const { shown } of await shownBy('--tool-set', 'none', '--name', 'none')) expect(shown).toEqual([]);
    for (const { shown } of await shownBy('--tool-set', 'all', '--name', 'all')) expect(shown).toHaveLength(3);
    for (const { query, shown } of await shownBy('--tool-set', 'oracle', '--tool-set-size', '2', '--name', 'oracle')) {
      const wanted = CASES.find((known) => known.query === query)?.calls.map(({ tool }) => tool) ?? [];
      expect(shown).toHaveLength(2);
      expect(shown).toEqual(expect.arrayContaining(wanted));
    }
    const retrieved = await shownBy('--tool-set', 'retriever', '--tool-set-size', '1', '--name', 'retriever');
    expect(retrieved.every(({ shown }) => shown.length === 1)).toBe(true);
  });

  it('speaks the text protocol with demonstrations, and scores what was written', async () => {
    const written = await startEndpoint({
      messageOf: (request) => {
        const { tool_calls: calls, content } = knowing(request) as {
          tool_calls?: { function: { name: string; arguments: string } }[];
          content: string | null;
        };
        const text = (calls ?? []).map(({ function: call }) => `Action: ${call.name}\nAction Input: ${call.arguments}`);
        return { content: calls ? text.join('\n') : `Final Answer: ${content}` };
      },
    });
    const training = join(folder, 'training.jsonl');
    const shown = { query: 'Spell the word "skerry"', calls: [{ tool: 'spell', arguments: { text: 'skerry' } }] };
    await writeFile(training, jsonl([...tools.map((tool) => ({ tool })), { id: 't-0', tool: 'spell', ...shown }]));
    const { code, stderr } = await evaluate(
      ...['--model', `openai:stand-in@${written.url}`, '--test', test, '--protocol', 'text', '--name', 'text'],
      ...['--demonstrations-from', training, '--demonstrations', '1'],
    );
    expect(code, stderr).toBe(0);
    expect(written.bodies.every((body) => body.includes('skerry') && !('tools' in JSON.parse(body)))).toBe(true);
    await written.close();
    const misses = (await verdicts('text', 'strict')).flatMap(({ miss }) => miss ?? []).sort();
    expect(misses).toEqual(strictMisses);
  });

  it('asks again and again for pass^k, and wants a temperature for it', async () => {
    const { code, stderr } = await evaluate(
      ...model(),
      '--repetitions',
      '3',
      '--temperature',
      '0.7',
      '--name',
      'repeated',
    );
    expect(code, stderr).toBe(0);
    expect(endpoint.bodies.splice(0)).toHaveLength(CASES.length * 3);
    const { passHatK } = (await report('repeated')).evaluations[0].scores.strict;
    expect(passHatK.map(({ k, metric }: Row) => [k, metric.value])).toEqual([1, 2, 3].map((k) => [k, 0.4]));
    const cold = await evaluate(...model(), '--repetitions', '3', '--name', 'cold');
    expect([cold.code, endpoint.bodies.length]).toEqual([2, 0]);
  });

  it('loses nothing to kill -9, and asks nothing twice', async () => {
    const slow = await startEndpoint({ messageOf: knowing, latencyMs: 60 });
    const config = await writeConfig(folder, {
      name: 'killed',
      test,
      model: { model: `openai:stand-in@${slow.url}`, concurrency: 2 },
    });
    const args = ['evaluate', config];
    for (const after of [2, 5, 8]) {
      const { child, outcome } = startCommand(args, { cwd: folder });
      while (slow.bodies.length < after) await new Promise((resolve) => setTimeout(resolve, 5));
      child.kill('SIGKILL');
      await outcome;
    }
    const { code, stderr } = await runCommand(args, { cwd: folder });
    expect(code, stderr).toBe(0);
    const journal = await readRows(join(folder, 'evaluations/killed/journal.jsonl'));
    expect(new Set(journal.map(({ key }) => key)).size).toBe(CASES.length);
    expect(journal).toHaveLength(CASES.length);
    // Asked twice: only what was under way when it was killed.
    expect(slow.bodies.length).toBeLessThanOrEqual(CASES.length + 3 * 2);
    const answers = (rows: Row[]) => rows.slice(1).map(({ item, message }) => [item.id, message]);
    const [killed, undisturbed] = await Promise.all(
      ['killed', 'first'].map((name) => readRows(join(folder, 'evaluations', name, 'predictions.jsonl'))),
    );
    expect(answers(killed ?? [])).toEqual(answers(undisturbed ?? []));
    await slow.close();
  });

  it('stops at a budget and goes on with a greater one', async () => {
    const short = await evaluate(...model(), '--budget-calls', '5', '--name', 'budget');
    expect(short.code, short.stderr).toBe(6);
    expect(endpoint.bodies.splice(0)).toHaveLength(5);
    const enough = await evaluate(...model(), '--budget-calls', '20', '--name', 'budget');
    expect(enough.code, enough.stderr).toBe(0);
    expect(endpoint.bodies.splice(0)).toHaveLength(CASES.length - 5);
  });

  it('says what it would ask, and asks nothing', async () => {
    const { code, stdout } = await evaluate(...model(), '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ calls: CASES.length, items: CASES.length, tools: 3, cost: null });
    expect(endpoint.bodies).toEqual([]);
  });

  it('refuses to mix answers to other questions into a folder', async () => {
    const { code, stderr } = await evaluate(...model(), '--name', 'first', '--tool-set', 'none');
    expect([code, endpoint.bodies.length]).toEqual([3, 0]);
    expect(stderr).toContain('toolSet');
  });

  it('compares in pairs, and finds no difference of a file with itself', async () => {
    const better = (await readRows(join(folder, 'evaluations/first/predictions.jsonl'))).map((row, at) =>
      at === 0 ? { ...row, name: 'better' } : { ...row, message: (replyOf(row.item.id) ?? row.message) as unknown },
    );
    await writeFile(join(folder, 'better.jsonl'), jsonl(better));
    const { code, stdout, stderr } = await runCommand(
      ['compare', 'evaluations/first', 'better.jsonl', 'evaluations/first/predictions.jsonl', '--name', 'compared'],
      { cwd: folder },
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('no difference shown');
    const { comparisons } = await report('compared');
    const correct = comparisons.filter(({ metric, profile }: Row) => metric === 'correct' && profile === 'strict');
    expect(correct).toEqual([
      expect.objectContaining({ b: 'better', onlyB: 6, onlyA: 0, both: 4, difference: 0.6 }),
      expect.objectContaining({ onlyB: 0, onlyA: 0, p: 1, conclusion: 'no-difference-shown' }),
    ]);
  });
});

/** The message of a model that is right. */
function replyOf(itemId: string): unknown {
  const { calls } = CASES[Number(itemId.replace('item-', ''))] ?? { calls: [] };
  const toolCalls = calls.map((call, at) => ({
    id: `c${at}`,
    name: call.tool,
    arguments: call.arguments,
    argumentsText: JSON.stringify(call.arguments),
  }));
  return { role: 'assistant', content: '', ...(toolCalls.length > 0 ? { toolCalls } : {}) };
}
