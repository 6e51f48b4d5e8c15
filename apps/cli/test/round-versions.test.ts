import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PoolExample, type PoolPair, systemClock } from '@imaginarium/contracts';
import { addRound, planRound, type RoundRequest } from '@imaginarium/pipeline/rounds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompletionRequest, replyTo } from './endpoint/reply-to.ts';
import { callMessage, type Endpoint, startEndpoint } from './endpoint/start-endpoint.ts';
import { makeFolder, REPOSITORY, readRows, writeConfig } from './run-folder.ts';

/** A module of tools: each of its two versions shows one kind of change. */
const moduleOf = (tools: string) => `import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
const tool = (name, description, parameters) =>
  defineTool({ name, description, effect: 'read', parameters: z.object(parameters), run: (given) => ({ said: Object.values(given).join(' ') }) });
export default [${tools}];
`;
const WAS = moduleOf(`
  tool('same_tide', 'Tells the tide at a harbour.', { harbour: z.string(), day: z.string() }),
  tool('old_name', 'Finds the shelf of a book.', { book: z.string() }),
  tool('argument_renamed', 'Prices a parcel by weight.', { kilos: z.number().min(1).max(30), place: z.string() }),
  tool('argument_added', 'Books a seat.', { seat: z.string() }),
  tool('argument_retyped', 'Counts bricks of a wall.', { metres: z.number().min(1).max(90) }),
  tool('leaving', 'Names the keeper of a lighthouse.', { lighthouse: z.string() }),
`);
const IS = moduleOf(`
  tool('same_tide', 'Tells the tide at a harbour.', { harbour: z.string(), day: z.string() }),
  tool('new_name', 'Finds the shelf of a book.', { book: z.string() }),
  tool('argument_renamed', 'Prices a parcel by weight.', { weight: z.number().min(1).max(30), place: z.string() }),
  tool('argument_added', 'Books a seat.', { seat: z.string(), aisle: z.string().optional() }),
  tool('argument_retyped', 'Counts bricks of a wall.', { metres: z.string() }),
  tool('fresh', 'Draws a map of an island.', { island: z.string() }),
`);

/** A decent model, which calls nothing of a lighthouse where no tool knows lighthouses. */
function messageOf(request: CompletionRequest): Readonly<Record<string, unknown>> {
  const isAsked = request.messages.some(({ role, content }) => role === 'user' && content?.includes('lighthouse is'));
  const isServed = request.tools?.some(({ function: { name } }) => name === 'leaving') ?? true;
  if (isAsked && !isServed) return { content: 'I know nothing of lighthouses.' };
  const reply = replyTo(request);
  return 'call' in reply ? callMessage([reply.call.name, reply.call.arguments]) : { content: reply.content };
}

let folder = '';
let project = '';
let endpoint: Endpoint;
const environment = () => ({
  clock: systemClock,
  fetch: globalThis.fetch,
  variables: { MODEL_KEY: 'canary' },
  version: '0.0.0',
});
const round = (request: RoundRequest = {}) => addRound(project, { until: 'mix', ...request }, environment());
const file = (number: number, name: string) => join(project, `rounds/${number}`, name);

beforeAll(async () => {
  folder = await makeFolder();
  project = join(folder, 'project');
  endpoint = await startEndpoint({ messageOf });
  await mkdir(project);
  await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(project, 'was.mjs'), WAS);
  await writeFile(join(project, 'is.mjs'), IS);
  await writeProject('was.mjs');
});

async function writeProject(module: string): Promise<void> {
  await writeConfig(
    project,
    {
      name: 'versions',
      tools: [{ from: `functions:${module}` }],
      models: { default: { model: `openai:stand-in@${endpoint.url}`, key: 'env:MODEL_KEY' } },
      exploration: { episodes: 2, trials: 4 },
      curation: { split: { test: 2, validation: 1 }, paraphrase: { target: 12 }, noCall: { ratio: 0.1, offered: 3 } },
      formatting: { targets: ['openai'], parquet: false },
      replay: { sampler: 'per-tool', ratio: 0.5 },
      removedTools: 'no-call',
    },
    'project.yaml',
  );
}
afterAll(async () => {
  await endpoint.close();
  await rm(folder, { recursive: true });
});

describe('a project whose tools change', () => {
  let before: PoolExample[] = [];

  it('explores all of the first round, and says that nothing is new when nothing is', async () => {
    const first = await round();
    expect(first.round.tools.map(({ tool, action }) => [tool, action])).toEqual([
      ['same_tide', 'explore'],
      ['old_name', 'explore'],
      ['argument_renamed', 'explore'],
      ['argument_added', 'explore'],
      ['argument_retyped', 'explore'],
      ['leaving', 'explore'],
    ]);
    before = await readRows(file(1, 'examples.jsonl'));
    expect(new Set(before.map(({ tool }) => tool)).size).toBe(7);
    const asked = endpoint.bodies.length;
    await round();
    expect(endpoint.bodies).toHaveLength(asked);
  });

  it('refuses to mix other tools into a round that is open, and plans it again when told so', async () => {
    await writeProject('is.mjs');
    await expect(round()).rejects.toMatchObject({
      code: 'input/round-unfinished',
      hint: expect.stringContaining('--replan'),
    });
    await writeProject('was.mjs');
    await expect(round()).resolves.toMatchObject({ round: { number: 1, state: 'open' } });
  });

  it('plans the next round by what changed, and says so before it does anything', async () => {
    await close(1);
    await writeProject('is.mjs');
    const asked = endpoint.bodies.length;
    const plan = await planRound(project, {}, environment());
    expect(endpoint.bodies).toHaveLength(asked);
    expect(plan).toMatchObject({ number: 2, isResumed: false, run: { tools: 2 } });
    expect(plan.tools.map(({ tool, before, action }) => [tool, before, action])).toEqual([
      ['same_tide', 'same_tide', 'keep'],
      ['new_name', 'old_name', 'migrate'],
      ['argument_renamed', 'argument_renamed', 'migrate'],
      ['argument_added', 'argument_added', 'migrate'],
      ['argument_retyped', 'argument_retyped', 'explore'],
      ['fresh', null, 'explore'],
      ['leaving', 'leaving', 'drop'],
    ]);
    expect(plan.examples.leave).toBeGreaterThan(0);
  });

  it('explores what is new or changed alone, and carries the rest over to one version of each tool', async () => {
    const { round: second } = await round();
    expect(second.number).toBe(2);
    const trials = await readRows(file(2, 'run/trials.jsonl'));
    expect(new Set(trials.map(({ tool }) => tool))).toEqual(new Set(['argument_retyped', 'fresh']));
    const tools = await readRows(file(2, 'tools.jsonl'));
    const versions = new Map(tools.map(({ name, version }) => [name, version]));
    const pool: PoolExample[] = await readRows(file(2, 'examples.jsonl'));
    for (const { tool, toolVersion } of pool)
      if (tool !== null) expect([tool, toolVersion]).toEqual([tool, versions.get(tool)]);
    const of = (rows: readonly PoolExample[], name: string) => rows.filter(({ tool }) => tool === name);
    expect(of(pool, 'new_name').map(({ id }) => id)).toEqual(of(before, 'old_name').map(({ id }) => id));
    for (const { solution, messages } of of(pool, 'new_name')) {
      expect(solution?.call.name).toBe('new_name');
      expect(JSON.stringify(messages.filter(({ role }) => role === 'assistant'))).not.toContain('old_name');
    }
    for (const { solution } of of(pool, 'argument_renamed'))
      expect(Object.keys(solution?.call.arguments ?? {}).sort()).toEqual(['place', 'weight']);
    const removals = await readRows(file(2, 'removals.jsonl'));
    expect(of(pool, 'leaving')).toEqual([]);
    const removed = new Set(removals.map(({ id }) => id));
    expect(of(before, 'leaving').filter(({ id }) => !removed.has(id))).toEqual([]);
    const gone = pool.filter(({ id }) => id.includes('no-call/r1/leaving/'));
    expect(gone.length).toBeGreaterThan(0);
    for (const { kind, round: learned } of gone) expect([kind, learned]).toEqual(['no-call', 2]);
  });

  it('carries repair pairs over where only words changed, and replays those of what is replayed', async () => {
    const versions = new Map((await readRows(file(2, 'tools.jsonl'))).map(({ name, version }) => [name, version]));
    const earlier: PoolPair[] = await readRows(file(1, 'repair-pairs.jsonl'));
    const pairs: PoolPair[] = await readRows(file(2, 'repair-pairs.jsonl'));
    for (const { tool, toolVersion } of pairs) expect([tool, toolVersion]).toEqual([tool, versions.get(tool)]);
    const kept = earlier.filter(({ tool }) => ['same_tide', 'old_name'].includes(tool));
    expect(kept.length).toBeGreaterThan(0);
    expect(pairs.filter(({ round }) => round === 1).map(({ id }) => id)).toEqual(kept.map(({ id }) => id));
    const lineage = await readRows(file(2, 'records/openai/lineage.jsonl'));
    const preferences = lineage.filter(({ file: name }) => name === 'preference-train.jsonl');
    for (const { origin, tool, round: learned, reason } of preferences.filter(({ origin }) => origin === 'replay'))
      expect([origin, tool, learned, typeof reason]).toEqual(['replay', 'same_tide', 1, 'string']);
    const replayed = new Set(lineage.flatMap((row) => (row.origin === 'replay' ? [row.seedId] : [])));
    const expected = kept.filter(
      ({ seedId, tool, split }) => tool === 'same_tide' && split === 'train' && replayed.has(seedId),
    );
    expect(preferences.filter(({ origin }) => origin === 'replay').length).toBe(expected.length);
  });

  it('trains on what is new or carried over, and on some of what stayed, each record with its reason', async () => {
    const lineage = await readRows(file(2, 'records/openai/lineage.jsonl'));
    const train = lineage.filter(({ file: name }) => name === 'train.jsonl');
    const tools = (origin: string) =>
      new Set(train.flatMap((row) => (row.origin === origin && row.tool ? [row.tool] : [])));
    expect(tools('replay')).toEqual(new Set(['same_tide']));
    expect(tools('example')).toEqual(
      new Set(['new_name', 'argument_renamed', 'argument_added', 'argument_retyped', 'fresh']),
    );
    for (const { reason } of train) expect(reason).toMatch(/round [12]/);
    const records = await readFile(file(2, 'records/openai/train.jsonl'), 'utf8');
    expect(records).not.toContain('old_name');
    expect(records).not.toContain('"leaving"');
    expect(records).not.toContain('kilos\\":');
  });
});

/** As if its gate had passed: training is not what is tested here. */
async function close(number: number): Promise<void> {
  const path = file(number, 'round.json');
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), state: 'passed' }));
}
