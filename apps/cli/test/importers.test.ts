import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TargetName, validateFile } from '@imaginarium/formatting';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Endpoint, startEndpoint } from './endpoint/start-endpoint.ts';
import { startLoopbackServer } from './loopback-server.ts';
import { CALCULATOR_OVER_STDIO, EVERYTHING_OVER_STDIO, startEverythingOverHttp } from './mcp-servers.ts';
import { runCommand } from './run-command.ts';
import { listFiles, makeFolder, REPOSITORY, type Row, readRows, writeConfig } from './run-folder.ts';

vi.setConfig({ testTimeout: 120_000 });

const TARGETS: readonly TargetName[] = ['sharegpt', 'trl', 'ste'];

let endpoint: Endpoint;
const folders: string[] = [];
beforeAll(async () => {
  endpoint = await startEndpoint();
});
afterAll(async () => {
  await endpoint?.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

interface Made {
  readonly run: string;
  readonly stderr: string;
  readonly tools: Row[];
  readonly trials: Row[];
  readonly examples: Row[];
  readonly removals: Row[];
}

/** Exit code of a run that keeps no trial: what was read is no use for training. */
const NOTHING_KEPT = 3;

/** Runs everything over one source of tools and reads what it made. */
async function make(
  config: Record<string, unknown>,
  variables: Record<string, string> = {},
  files: Record<string, string> = {},
  exitCode = 0,
): Promise<Made> {
  const folder = await makeFolder();
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const path = await writeConfig(folder, {
    output: join(folder, 'run'),
    models: { default: `openai:stand-in@${endpoint.url}` },
    exploration: { episodes: 2, trials: 3 },
    formatting: { targets: TARGETS, parquet: false },
    ...config,
    curation: {
      split: { test: 1, validation: 1 },
      paraphrase: { target: 12, maximum: 2 },
      ...(config.curation as Record<string, unknown> | undefined),
    },
  });
  const { code, stderr } = await runCommand(['run', path], { cwd: folder, variables });
  expect(code, stderr).toBe(exitCode);
  const run = join(folder, 'run');
  const rows = (name: string) => readRows(join(run, `${name}.jsonl`));
  return {
    run,
    stderr,
    tools: await rows('tools'),
    trials: await rows('trials'),
    examples: await rows('examples'),
    removals: await rows('removals'),
  };
}

const callsOf = (examples: readonly Row[]) => examples.filter(({ kind }) => kind === 'call');
const returned = (example: Row) => JSON.parse(example.solution.observation.content);

/** Every data file of every target is one that the target takes, and trains with the tool's call. */
async function expectValidRecords({ run, examples }: Made): Promise<void> {
  const files = await listFiles(run);
  for (const target of TARGETS)
    for (const name of ['train', 'validation', 'test', 'preference-train']) {
      const path = `records/${target}/${name}.jsonl`;
      if (!files.includes(path)) continue;
      const problems: string[] = [];
      // A small file is all that a small test can make.
      for await (const { line, problem } of validateFile(target, await readRows(join(run, path))))
        if (!problem.includes('at least 10')) problems.push(`${path}:${line}: ${problem}`);
      expect(problems).toEqual([]);
    }
  const lineage = await readRows(join(run, 'records/sharegpt/lineage.jsonl'));
  expect(new Set(lineage.flatMap(({ tool }) => tool ?? []))).toEqual(
    new Set(callsOf(examples).map(({ tool }) => tool)),
  );
}

describe('a whole run over each kind of tool', () => {
  it.concurrent('functions', async () => {
    const made = await make({ tools: [{ from: `functions:${join(REPOSITORY, 'configs/examples/functions.mjs')}` }] });
    expect(made.tools.map(({ name, effect }) => [name, effect])).toEqual([
      ['parcel_price', 'read'],
      ['parcel_status', 'read'],
    ]);
    const priced = callsOf(made.examples).filter(({ tool }) => tool === 'parcel_price');
    expect(priced.length).toBeGreaterThan(3);
    for (const example of priced) {
      const { kilograms, zone } = example.solution.call.arguments;
      expect(returned(example)).toEqual({
        euros: Number(((zone === 'home' ? 4.5 : 11.9) + 0.8 * kilograms).toFixed(2)),
      });
      expect(example.answer).toContain(example.solution.observation.content);
      expect(example.origin).toBe('live');
    }
    // A code made of random words is refused by the tool in its own words, and is never an example.
    expect(callsOf(made.examples).every(({ tool }) => tool === 'parcel_price')).toBe(true);
    const refused = made.trials.filter(({ tool }) => tool === 'parcel_status');
    expect(refused.every(({ attempts }) => attempts.at(-1).observation.content.includes('two capital letters'))).toBe(
      true,
    );
    await expectValidRecords(made);
  });

  it.concurrent('OpenAPI: reads reach the server with the secret, writes are denied and said to be', async () => {
    const server = await startLoopbackServer(({ url }) => ({ body: { served: url, stock: 4 } }));
    try {
      const made = await make(
        {
          tools: [
            {
              from: `openapi:${join(REPOSITORY, 'configs/examples/petstore.yaml')}`,
              server: server.url,
              secrets: { storeKey: 'env:STORE_KEY' },
            },
          ],
          execution: { allowHosts: [server.host] },
        },
        { STORE_KEY: 'store-key-4711' },
      );
      const methods = new Set(server.requests.map(({ method }) => method));
      expect(methods).toEqual(new Set(['GET']));
      expect(server.requests.every(({ headers }) => headers['x-store-key'] === 'store-key-4711')).toBe(true);
      const asked = new Set(server.requests.map(({ url }) => url));
      const kept = callsOf(made.examples);
      expect(new Set(kept.map(({ tool }) => tool))).toEqual(new Set(['findPets', 'getPet']));
      for (const example of kept) expect(asked).toContain(returned(example).served);
      for (const { tool, solution } of kept.filter((example) => example.tool === 'getPet'))
        expect([tool, returned({ solution }).served]).toEqual(['getPet', `/pets/${solution.call.arguments.petId}`]);
      const denied = made.trials.filter(({ tool }) => tool === 'addPet');
      expect(denied).not.toHaveLength(0);
      for (const { attempts } of denied)
        expect(attempts.at(-1).observation).toMatchObject({ status: 'error', failure: 'effect-denied' });
      expect(
        made.removals.filter(({ stage, reason }) => stage === 'execution' && /effect-denied/.test(reason)).length,
      ).toBe(denied.length);
      await expectValidRecords(made);
    } finally {
      await server.close();
    }
  });

  it.concurrent('MCP over stdio: a calculator by the person’s word, another server by its trusted hints', async () => {
    const made = await make({
      tools: [
        { from: CALCULATOR_OVER_STDIO, only: ['base64'], effects: { base64: 'read' } },
        { from: EVERYTHING_OVER_STDIO, only: ['get-sum', 'echo'], trustAnnotations: true, effects: { echo: 'write' } },
      ],
    });
    const effects = Object.fromEntries(made.tools.map(({ name, effect, effectFrom }) => [name, [effect, effectFrom]]));
    expect(effects.base64).toEqual(['read', 'user']);
    expect(effects.echo).toEqual(['write', 'user']);
    const encoded = callsOf(made.examples).filter(
      ({ tool, solution }) => tool === 'base64' && solution.call.arguments.action === 'encode',
    );
    expect(encoded).not.toHaveLength(0);
    for (const example of encoded)
      expect(example.solution.observation.content).toContain(
        Buffer.from(example.solution.call.arguments.input).toString('base64'),
      );
    for (const { attempts } of made.trials.filter(({ tool }) => tool === 'echo'))
      expect(attempts.at(-1).observation).toMatchObject({ failure: 'effect-denied' });
    await expectValidRecords(made);
  });

  it.concurrent('MCP over streamable HTTP', async () => {
    const server = await startEverythingOverHttp();
    try {
      const made = await make({
        tools: [{ from: `mcp:${server.url}`, only: ['get-sum', 'echo'], effects: { 'get-sum': 'read', echo: 'read' } }],
      });
      const kept = callsOf(made.examples);
      expect(new Set(kept.map(({ tool }) => tool))).toEqual(new Set(['get-sum', 'echo']));
      for (const { tool, solution } of kept) {
        const { a, b, message } = solution.call.arguments;
        expect(solution.observation.content).toContain(tool === 'echo' ? message : `${a + b}`);
        expect(solution.observation.origin).toBe('live');
      }
      await expectValidRecords(made);
    } finally {
      server.child.kill();
    }
  });

  const DESCRIPTIONS = JSON.stringify({
    tool_name: 'Harbour Desk',
    tool_description: 'Berths and pilots of a harbour.',
    category_name: 'Transportation',
    api_list: [
      {
        name: 'Find berth',
        description: 'A free berth for a ship.',
        method: 'GET',
        category_name: 'Transportation',
        required_parameters: [
          { name: 'ship', type: 'STRING', description: 'Name of the ship.', default: '' },
          { name: 'metres', type: 'NUMBER', description: 'Length.', default: '' },
        ],
        optional_parameters: [],
      },
    ],
  });

  it.concurrent('ToolBench: a simulator’s answers are marked, and trained on only when that is asked for', async () => {
    const server = await startLoopbackServer(({ body }) => ({
      body: { error: '', response: JSON.stringify({ berth: JSON.parse(body).tool_input.ship, key: 'none' }) },
    }));
    try {
      const config = (allowOrigins?: string[]) => ({
        tools: [{ from: 'toolbench:harbour.json', server: server.url, secrets: { toolbench: 'env:SIMULATOR_KEY' } }],
        execution: { allowHosts: [server.host] },
        ...(allowOrigins ? { curation: { allowOrigins } } : {}),
      });
      const variables = { SIMULATOR_KEY: 'simulator-key-1234' };
      const files = { 'harbour.json': DESCRIPTIONS };

      const strict = await make(config(), variables, files, NOTHING_KEPT);
      const origins = strict.trials.map(({ attempts }) => attempts.at(-1).observation.origin);
      expect(new Set(origins)).toEqual(new Set(['simulated']));
      expect(strict.examples).toEqual([]);
      expect(strict.removals.every(({ reason }) => reason === "the observation's origin is simulated")).toBe(true);
      expect(strict.removals).toHaveLength(strict.trials.length);

      const allowed = await make(config(['live', 'simulated']), variables, files);
      const kept = callsOf(allowed.examples);
      expect(kept.length).toBeGreaterThan(3);
      for (const example of kept) {
        expect(example.origin).toBe('simulated');
        expect(returned(example).berth).toBe(example.solution.call.arguments.ship);
      }
      expect(JSON.parse(server.requests[0]?.body ?? '{}')).toMatchObject({
        category: 'Transportation',
        tool_name: 'Harbour Desk',
        api_name: 'Find berth',
        toolbench_key: 'simulator-key-1234',
      });
      await expectValidRecords(allowed);
    } finally {
      await server.close();
    }
  });
});

describe('the same run folder again, when something has changed', () => {
  /** Explores in one folder, time after time, each time with what is put over a small config. */
  async function explorer(base: Record<string, unknown>) {
    const folder = await makeFolder();
    folders.push(folder);
    const own = await startEndpoint();
    return {
      folder,
      close: () => own.close(),
      explore: async (change: Record<string, unknown> = {}, variables: Record<string, string> = {}) => {
        const before = own.bodies.length;
        const path = await writeConfig(folder, {
          output: join(folder, 'run'),
          models: { default: `openai:stand-in@${own.url}` },
          exploration: { episodes: 1, trials: 2 },
          ...base,
          ...change,
        });
        const { code, stderr } = await runCommand(['explore', path], { cwd: folder, variables });
        const trials = await readRows(join(folder, 'run/trials.jsonl')).catch(() => []);
        return {
          code,
          stderr,
          paid: own.bodies.length - before,
          isUnchanged: /unchanged/.test(stderr),
          // The stand-in model gets arguments wrong now and then.
          observations: trials
            .flatMap(({ attempts }: Row) => attempts.map(({ observation }: Row) => observation))
            .filter(({ failure }: Row) => failure !== 'invalid-arguments'),
        };
      },
    };
  }
  const petstore = (only: string, url: string) => ({
    from: `openapi:${join(REPOSITORY, 'configs/examples/petstore.yaml')}`,
    server: url,
    only: [only],
    secrets: { storeKey: 'env:STORE_KEY' },
  });
  const STORE = { STORE_KEY: 'store-key-4711' };

  it.concurrent('a permission that was given takes effect', async () => {
    const server = await startLoopbackServer(() => ({ body: { served: 'yes' } }));
    const { explore, close } = await explorer({ tools: [petstore('addPet', server.url)] });
    try {
      const denied = await explore({}, STORE);
      for (const one of denied.observations) expect(one).toMatchObject({ failure: 'effect-denied', origin: 'none' });
      // A loopback server that nobody allowed is not reached, and nothing is paid for trials that would be of no use.
      const refused = await explore({ execution: { allowWrites: ['addPet'] } }, STORE);
      expect(refused).toMatchObject({
        code: 4,
        paid: 0,
        stderr: expect.stringContaining(`allowHosts: ["${server.host}"]`),
      });
      expect(server.requests).toEqual([]);
      const execution = { allowWrites: ['addPet'], allowHosts: [server.host] };
      const allowed = await explore({ execution }, STORE);
      expect(allowed.observations).not.toHaveLength(0);
      for (const one of allowed.observations) expect(one).toMatchObject({ status: 'ok', origin: 'live' });
      const made = server.requests.length;
      expect((await explore({ execution }, STORE)).isUnchanged).toBe(true);
      const dry = await explore({ execution: { ...execution, dryRun: true } }, STORE);
      expect(dry.observations[0]).toMatchObject({ origin: 'dry-run' });
      expect(server.requests).toHaveLength(made);
      const short = await explore({ execution: { ...execution, observationLimit: 64 } }, STORE);
      expect(short.observations).toHaveLength(allowed.observations.length);
      expect(server.requests.length).toBeGreaterThan(made);
    } finally {
      await close();
      await server.close();
    }
  });

  it.concurrent('a failure that passes is tried again, and what lasts is replayed', async () => {
    let status = 429;
    const server = await startLoopbackServer(() => ({ status, body: { served: 'yes' } }));
    const { explore, close } = await explorer({
      tools: [petstore('getPet', server.url)],
      execution: { allowHosts: [server.host] },
    });
    try {
      const limited = await explore({}, STORE);
      for (const one of limited.observations) expect(one).toMatchObject({ failure: 'rate-limited' });
      expect(limited.stderr).toMatch(/\d+ calls of tools timed out, were rate-limited/);
      const still = await explore({}, STORE);
      expect([still.isUnchanged, still.paid]).toEqual([false, 0]);
      status = 200;
      const served = await explore({}, STORE);
      expect(served.observations).not.toHaveLength(0);
      for (const one of served.observations) expect(one).toMatchObject({ status: 'ok', origin: 'live' });
      const made = server.requests.length;
      const again = await explore({}, STORE);
      expect([again.isUnchanged, again.paid, server.requests.length]).toEqual([true, 0, made]);
    } finally {
      await close();
      await server.close();
    }
  });

  it.concurrent('a secret that was not given ends the run and says how to give it', async () => {
    const server = await startLoopbackServer(() => ({ body: { served: 'yes' } }));
    const { secrets: _, ...withoutSecret } = petstore('getPet', server.url);
    const execution = { allowHosts: [server.host] };
    const { explore, close } = await explorer({ tools: [withoutSecret], execution });
    try {
      const missing = await explore();
      expect([missing.code, server.requests.length]).toEqual([4, 0]);
      expect(missing.stderr).toMatch(/secret\/missing: .*getPet needs the secret "storeKey"[\s\S]*hint: .*env:NAME/);
      const given = await explore({ tools: [petstore('getPet', server.url)] }, STORE);
      expect(given.code).toBe(0);
      for (const one of given.observations) expect(one).toMatchObject({ status: 'ok' });
    } finally {
      await close();
      await server.close();
    }
  });

  it.concurrent('functions with another body are called again; another seed is another run', async () => {
    const { folder, explore, close } = await explorer({ tools: [{ from: 'functions:mine.mjs' }], seed: 7 });
    const moduleOf = (colour: string) =>
      writeFile(
        join(folder, 'mine.mjs'),
        `import { defineTool } from ${JSON.stringify(join(REPOSITORY, 'packages/tools/dist/index.js'))};
         import { z } from ${JSON.stringify(join(REPOSITORY, 'node_modules/zod/index.js'))};
         export default defineTool({ name: 'paint', description: 'Paints a wall.', effect: 'read',
           parameters: z.object({ wall: z.string() }), run: () => '${colour}' });`,
      );
    try {
      await moduleOf('red');
      const red = await explore();
      expect(new Set(red.observations.map(({ content }) => content))).toEqual(new Set(['red']));
      expect((await explore()).isUnchanged).toBe(true);
      await moduleOf('blue');
      const blue = await explore();
      expect(blue.isUnchanged).toBe(false);
      expect(new Set(blue.observations.map(({ content }) => content))).toEqual(new Set(['blue']));
      expect((await explore({ seed: 8 })).paid).toBeGreaterThanOrEqual(red.paid);
    } finally {
      await close();
    }
  });
});
