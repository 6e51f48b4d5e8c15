import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Misbehaviour, startEndpoint } from './endpoint/start-endpoint.ts';
import { type CommandOutcome, runCommand, startCommand } from './run-command.ts';
import { halfWritten, makeFolder, type Row, readRows, TOOLS, writeConfig } from './run-folder.ts';

vi.setConfig({ testTimeout: 120_000 });

const BAD_TOOLS = fileURLToPath(new URL('./fixtures/bad-tools.mjs', import.meta.url));
const COMMAND = fileURLToPath(new URL('../bin/imaginarium.js', import.meta.url));

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});
async function freshFolder(): Promise<string> {
  const folder = await makeFolder();
  folders.push(folder);
  return folder;
}

/** `--json` prints one JSON document on stdout, whatever happens; nobody sees a stack. */
function documentOf({ stdout, stderr }: CommandOutcome): Row {
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout.endsWith('}\n'), stdout).toBe(true);
  return JSON.parse(stdout);
}

const respond =
  (status: number, body: string | object, type = 'application/json'): Misbehaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const breakOff = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"choices": [{"mess');
  setTimeout(() => response.destroy(), 10);
};

interface Case {
  readonly name: string;
  /** The whole file as text, or what is put over a small working config. */
  readonly config: string | Record<string, unknown>;
  readonly exit: number;
  readonly code: string;
  /** In message or hint. */
  readonly says: readonly RegExp[];
  readonly verb?: string;
  /** Instead of the config that was written. */
  readonly path?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Behaviour of the model server; without it the practice model is used. */
  readonly server?: Misbehaviour | 'well';
}

const toolbox = { tools: [{ from: 'toolbox:', only: ['add_days'] }] };
const functions = { tools: [{ from: `functions:${TOOLS}`, only: ['tide_at'] }] };

const CASES: readonly Case[] = [
  {
    name: 'a config that is not there',
    config: {},
    path: 'nope.yaml',
    exit: 2,
    code: 'config/not-found',
    says: [/nope\.yaml/, /quickstart/],
  },
  {
    name: 'broken YAML',
    config: 'name: x\ntools: [\n  - {from: "toolbox:"\n',
    exit: 2,
    code: 'config/malformed',
    says: [/config\.yaml:\d+: /, /valid YAML/],
  },
  {
    name: 'an unknown key',
    config: 'tools:\n  - from: "toolbox:"\nexplortion: {episodes: 2}\n',
    exit: 2,
    code: 'config/unknown-key',
    says: [/config\.yaml:3: explortion: /, /did you mean "exploration"/],
  },
  {
    name: 'an unknown key inside',
    config: 'tools:\n  - from: "toolbox:"\nexploration:\n  trials: 2\n  episode: 2\n',
    exit: 2,
    code: 'config/unknown-key',
    says: [/config\.yaml:5: exploration\.episode: /, /did you mean "episodes"/],
  },
  {
    name: 'a wrong type',
    config: 'tools:\n  - from: "toolbox:"\nexploration:\n  episodes: many\n',
    exit: 2,
    code: 'config/invalid',
    says: [/config\.yaml:4: exploration\.episodes: .*number/, /configs\/.*schema\.json/],
  },
  { name: 'an empty config', config: '', exit: 2, code: 'config/invalid', says: [/tools: /] },
  {
    name: 'a key written out',
    config: { ...toolbox, models: { default: { model: 'openai:m', key: 'sk-123' } } },
    exit: 2,
    code: 'config/invalid',
    says: [/env:NAME/],
  },
  {
    name: 'an unknown kind of tool source',
    config: { tools: [{ from: 'sqlite:x' }] },
    exit: 2,
    code: 'config/tool-source',
    says: [/sqlite:x/, /openapi:FILE_OR_URL/],
  },
  {
    name: 'an unknown provider',
    config: { ...toolbox, models: { default: 'openia:gpt' } },
    exit: 2,
    code: 'config/model-name',
    says: [/openia:gpt/, /provider:model/],
  },
  {
    name: 'a tool that the source has not',
    config: { tools: [{ from: 'toolbox:', only: ['add_dayz'] }] },
    exit: 3,
    code: 'input/unknown-tool',
    says: [/add_dayz/, /add_days/],
  },
  {
    name: 'a permission for a tool that there is not',
    config: { ...toolbox, execution: { allowWrites: ['add_dayz'] } },
    exit: 2,
    code: 'config/unknown-tool',
    says: [/allowWrites.*add_dayz/, /Nearest: add_days/],
  },
  {
    name: 'an effect of a tool that there is not',
    config: { tools: [{ from: 'toolbox:', effects: { add_dayz: 'read' } }] },
    exit: 2,
    code: 'config/unknown-tool',
    says: [/effects.*add_dayz/, /Nearest: add_days/],
  },
  {
    name: 'aliases without end',
    config: `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefg']
      .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdef'[at]}`).join(', ')}]\n`)
      .join('')}`,
    exit: 2,
    code: 'config/malformed',
    says: [/config\.yaml/, /alias/],
  },
  {
    name: 'tools of one’s own with the practice model',
    config: functions,
    exit: 2,
    code: 'config/practice-model',
    says: [/toolbox only/, /openai:/],
  },
  {
    name: 'a budget in dollars without a price',
    config: { ...functions, budget: { dollars: 1 } },
    server: 'well',
    exit: 2,
    code: 'config/price-missing',
    says: [/price/],
  },
  {
    name: 'a missing description',
    config: { tools: [{ from: 'openapi:nope.yaml' }] },
    server: 'well',
    exit: 3,
    code: 'input/openapi',
    says: [/nope\.yaml/, /path or URL/],
  },
  {
    name: 'a malformed description',
    config: { tools: [{ from: 'openapi:spec.yaml' }] },
    server: 'well',
    files: { 'spec.yaml': 'openapi: 3.1.0\npaths: [' },
    exit: 3,
    code: 'input/openapi',
    says: [/spec\.yaml:2/],
  },
  {
    name: 'a description of something else',
    config: { tools: [{ from: 'openapi:spec.yaml' }] },
    server: 'well',
    files: { 'spec.yaml': 'hello: world' },
    exit: 3,
    code: 'input/openapi',
    says: [/not an OpenAPI description/],
  },
  {
    name: 'a missing function module',
    config: { tools: [{ from: 'functions:nope.mjs' }] },
    server: 'well',
    exit: 3,
    code: 'input/function-module-missing',
    says: [/nope\.mjs/, /defineTool/],
  },
  {
    name: 'an MCP command that is not there',
    config: { tools: [{ from: 'mcp:no-such-command-here' }] },
    server: 'well',
    exit: 3,
    code: 'input/mcp-start',
    says: [/no-such-command-here/, /terminal/],
  },
  {
    name: 'a missing ToolBench file',
    config: { tools: [{ from: 'toolbench:nope.json' }] },
    server: 'well',
    exit: 3,
    code: 'input/toolbench',
    says: [/nope\.json/],
  },
  {
    name: 'a missing key of a model',
    config: { ...toolbox, models: { default: 'openai:gpt-5-mini' } },
    exit: 4,
    code: 'secret/missing',
    says: [/OPENAI_API_KEY/, /export OPENAI_API_KEY/],
  },
  {
    name: 'a missing secret of a tool',
    config: { tools: [{ from: 'toolbox:', secrets: { a: 'env:NO_SUCH_SECRET' } }] },
    exit: 4,
    code: 'secret/missing',
    says: [/NO_SUCH_SECRET/],
  },
  {
    name: 'a model server that is not there',
    config: { ...functions, models: { default: { model: 'openai:m@http://127.0.0.1:9/v1', attempts: 1 } } },
    exit: 5,
    code: 'endpoint/unreachable',
    says: [/127\.0\.0\.1:9/, /running/],
  },
  {
    name: 'a refused key',
    config: functions,
    server: respond(401, { error: { message: 'bad key' } }),
    exit: 4,
    code: 'secret/refused',
    says: [/401/, /Check the API key/],
  },
  {
    name: 'an unknown model',
    config: functions,
    server: respond(404, { error: { message: 'no such model' } }),
    exit: 5,
    code: 'endpoint/unknown-model',
    says: [/no such model/, /end in \/v1/],
  },
  {
    name: 'no credit left',
    config: functions,
    server: respond(429, { error: { message: 'pay first', code: 'insufficient_quota' } }),
    exit: 5,
    code: 'endpoint/quota',
    says: [/pay first/, /credit/],
  },
  {
    name: 'a model server that fails',
    config: functions,
    server: respond(500, 'boom', 'text/plain'),
    exit: 5,
    code: 'endpoint/failed',
    says: [/500.*boom/],
  },
  {
    name: 'replies that break off',
    config: functions,
    server: breakOff,
    exit: 5,
    code: 'endpoint/broken-reply',
    says: [/broke off/, /base URL/],
  },
  {
    name: 'replies of a web server',
    config: functions,
    server: respond(200, '<html>It works!</html>', 'text/html'),
    exit: 5,
    code: 'endpoint/broken-reply',
    says: [/is not JSON/, /end in \/v1/],
  },
  {
    name: 'curate before explore',
    config: toolbox,
    verb: 'curate',
    exit: 3,
    code: 'input/missing',
    says: [/trials\.jsonl/, /stage before/],
  },
  {
    name: 'a file where the run folder should be',
    config: { ...toolbox, output: '/dev/null/run' },
    exit: 3,
    code: 'disk/no-run-folder',
    says: [/\/dev\/null\/run/, /--output/],
  },
  {
    name: 'a missing decontamination file',
    config: { ...toolbox, curation: { decontaminate: ['nope.jsonl'] } },
    exit: 3,
    code: 'input/not-found',
    says: [/nope\.jsonl/, /curation\.decontaminate/],
  },
  {
    name: 'a broken decontamination file',
    config: { ...toolbox, curation: { decontaminate: ['d.jsonl'] } },
    files: { 'd.jsonl': '{"query": "a"}\n{broken\n' },
    exit: 3,
    code: 'input/malformed',
    says: [/d\.jsonl:2/, /remove the line/],
  },
  {
    name: 'a decontamination file without queries',
    config: { ...toolbox, curation: { decontaminate: ['d.jsonl'] } },
    files: { 'd.jsonl': '{"a": 1}\n' },
    exit: 3,
    code: 'input/no-queries',
    says: [/"query"/],
  },
  {
    name: 'missing general records',
    config: { ...toolbox, formatting: { general: { from: 'nope.jsonl', count: 3 } } },
    exit: 3,
    code: 'input/not-found',
    says: [/formatting\.general\.from/],
  },
  {
    name: 'general records that are no conversations',
    config: { ...toolbox, formatting: { general: { from: 'g.jsonl', count: 3 } } },
    files: { 'g.jsonl': '{"text": "a"}\n{"messages": [{"role": "user", "content": "Hi"}]}\n' },
    exit: 3,
    code: 'input/no-general-records',
    says: [/1 because it has no messages/, /1 because it does not end with the assistant/],
  },
  {
    name: 'a data set of the Hub that is named otherwise',
    config: { ...toolbox, formatting: { general: { from: 'hub:owner/name/data.csv', count: 3 } } },
    exit: 2,
    code: 'config/invalid',
    says: [/formatting\.general\.from/, /hub:OWNER\/NAME/],
  },
  {
    name: 'replay by an evaluation that a run does not have',
    config: { ...toolbox, formatting: { replay: { from: ['nope'], sampler: 'hardest-forgotten' } } },
    exit: 2,
    code: 'config/invalid',
    says: [/formatting\.replay\.sampler/, /only rounds of a project have/],
  },
  {
    name: 'replay by two budgets',
    config: { ...toolbox, formatting: { replay: { from: ['nope'], records: 3, tokens: 9 } } },
    exit: 2,
    code: 'config/invalid',
    says: [/formatting\.replay/, /one of ratio, records and tokens/],
  },
  {
    name: 'a missing earlier round',
    config: { ...toolbox, formatting: { replay: { from: ['nope'] } } },
    exit: 3,
    code: 'input/not-found',
    says: [/formatting\.replay\.from/],
  },
];

describe('bad input', () => {
  it.concurrent.each(CASES)('$name: exit $exit, $code', async (given) => {
    const folder = await freshFolder();
    const { config, server, files = {}, verb = 'run' } = given;
    const run = join(folder, 'run');
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const endpoint = server ? await startEndpoint(server === 'well' ? {} : { misbehave: () => server }) : undefined;
    try {
      const written = await writeConfig(
        folder,
        typeof config === 'string'
          ? config
          : {
              output: run,
              exploration: { episodes: 1, trials: 2 },
              ...(endpoint ? { models: { default: { model: `openai:m@${endpoint.url}`, attempts: 1 } } } : {}),
              ...config,
            },
      );
      const outcome = await runCommand([verb, given.path ?? written, '--json'], { cwd: folder });
      const { error } = documentOf(outcome);
      expect([outcome.code, error.code]).toEqual([given.exit, given.code]);
      const said = `${error.message}\n${error.hint}`;
      for (const words of given.says) expect(said).toMatch(words);
      expect(outcome.stderr).toContain(`error ${given.code}: ${error.message}`);
      if (existsSync(run)) expect(await halfWritten(run)).toEqual([]);
    } finally {
      await endpoint?.close();
    }
  });
});

/** A run over function tools and the stand-in endpoint. */
async function prepare(over: Record<string, unknown> = {}, latencyMs = 0) {
  const folder = await freshFolder();
  const endpoint = await startEndpoint({ latencyMs });
  const base = {
    output: join(folder, 'run'),
    tools: [{ from: `functions:${TOOLS}`, only: ['tide_at', 'seat_free'] }],
    models: { default: `openai:m@${endpoint.url}` },
    exploration: { episodes: 1, trials: 3 },
    curation: { split: { test: 1, validation: 0 }, paraphrase: { enabled: false }, noCall: { enabled: false } },
    formatting: { targets: ['sharegpt'], parquet: false },
  };
  const config = await writeConfig(folder, { ...base, ...over });
  const rewrite = (change: Record<string, unknown>) => writeConfig(folder, { ...base, ...over, ...change });
  return { folder, endpoint, config, rewrite, run: join(folder, 'run'), options: { cwd: folder } };
}

describe('what goes wrong on the way', () => {
  it('a data set of a hub that is not there: exit 5 before a call is paid for', async () => {
    const { folder, endpoint, config } = await prepare({
      formatting: { targets: ['sharegpt'], parquet: false, general: { from: 'hub:owner/name', count: 3 } },
    });
    const variables = { HF_ENDPOINT: 'http://127.0.0.1:9' };
    const outcome = await runCommand(['run', config, '--json'], { cwd: folder, variables });
    const { error } = documentOf(outcome);
    expect([outcome.code, error.code]).toEqual([5, 'endpoint/unreachable']);
    expect(error.message).toContain('http://127.0.0.1:9/api/datasets/owner/name');
    expect(endpoint.bodies).toEqual([]);
    await endpoint.close();
  });

  it.concurrent('a broken line in trials.jsonl is named with file and line, and mending it is enough', async () => {
    const { config, run, options, endpoint } = await prepare();
    try {
      expect((await runCommand(['explore', config], options)).code).toBe(0);
      const paid = endpoint.bodies.length;
      const trials = join(run, 'trials.jsonl');
      const good = await readFile(trials, 'utf8');
      await writeFile(trials, good.replace('\n', '\n{"id": "torn\n'));
      const broken = await runCommand(['curate', config, '--json'], options);
      expect([broken.code, documentOf(broken).error.code]).toEqual([3, 'input/malformed']);
      expect(documentOf(broken).error.message).toContain('trials.jsonl:2');
      await writeFile(trials, good);
      const mended = await runCommand(['run', config, '--json'], options);
      expect(mended.code).toBe(0);
      expect(documentOf(mended).manifest.state).toBe('done');
      const judged = endpoint.bodies.length - paid;
      expect(judged).toBeGreaterThan(0);
      const explored = new Set(endpoint.bodies.slice(0, paid));
      expect(endpoint.bodies.slice(paid).filter((body) => explored.has(body))).toEqual([]);
      // `run` finds damage too: exploration is replayed from the journal and writes the file anew.
      await appendFile(trials, '{"id": "torn');
      expect((await runCommand(['run', config], options)).code).toBe(0);
      expect(await readFile(trials, 'utf8')).toBe(good);
      expect(endpoint.bodies.length).toBe(paid + judged);
    } finally {
      await endpoint.close();
    }
  });

  it.concurrent('two runs at once in one folder: the second is told who holds it, the first goes on', async () => {
    const { config, options, endpoint } = await prepare({}, 150);
    try {
      let isExploring: () => void = () => {};
      const exploring = new Promise<void>((resolve) => {
        isExploring = resolve;
      });
      const first = startCommand(['run', config], {
        ...options,
        onStderr: (soFar) => soFar.includes('explore …') && isExploring(),
      });
      await exploring;
      const second = await runCommand(['run', config, '--json'], options);
      expect(second.code).toBe(7);
      expect(documentOf(second).error).toMatchObject({ code: 'locked/run' });
      expect(documentOf(second).error.message).toContain(`process ${first.child.pid}`);
      expect((await first.outcome).code).toBe(0);
    } finally {
      await endpoint.close();
    }
  });

  it.concurrent('a tool that throws, hangs, floods or returns nonsense is an observation, and others go on', async () => {
    const { config, run, options, endpoint } = await prepare({
      tools: [{ from: `functions:${BAD_TOOLS}` }],
      execution: { timeoutMs: 250 },
    });
    try {
      const outcome = await runCommand(['run', config, '--json'], options);
      expect(outcome.code).toBe(0);
      documentOf(outcome);
      const observed: Record<string, Row> = {};
      for (const { tool, attempts } of await readRows(join(run, 'trials.jsonl')))
        observed[tool] = attempts.at(-1).observation;
      expect(observed.throws_up).toMatchObject({ failure: 'tool-error' });
      expect(observed.throws_up.content).toContain('the gauge is broken');
      expect(observed.hangs_on).toMatchObject({ failure: 'timeout' });
      expect(observed.floods_out).toMatchObject({ status: 'error' });
      expect(observed.goes_round).toMatchObject({ status: 'error' });
      expect(observed.says_much).toMatchObject({ status: 'ok' });
      for (const { content } of Object.values(observed)) expect(content.length).toBeLessThanOrEqual(2048);
      const kept = await readRows(join(run, 'examples.jsonl'));
      expect(new Set(kept.map(({ tool }) => tool))).toEqual(new Set(['says_much', 'does_well']));
      expect(await halfWritten(run)).toEqual([]);
    } finally {
      await endpoint.close();
    }
  });

  it.concurrent('a budget of calls stops at its number; raised, the run goes on and pays for the rest alone', async () => {
    const { config, rewrite, run, options, endpoint } = await prepare({ budget: { calls: 9 } });
    try {
      const stopped = await runCommand(['run', config, '--json'], options);
      expect([stopped.code, documentOf(stopped).error.code]).toEqual([6, 'budget/reached']);
      expect(documentOf(stopped).error.hint).toMatch(/Raise the budget/);
      expect(endpoint.bodies.length).toBe(9);
      expect(
        await readRows(join(run, 'journal.jsonl')).then((rows) => rows.filter(({ kind }) => kind === 'model')),
      ).toHaveLength(9);
      expect(await halfWritten(run)).toEqual([]);
      const again = await runCommand(['run', config, '--json'], options);
      expect(again.code).toBe(6);
      expect(endpoint.bodies.length).toBe(9);
      await rewrite({ budget: { calls: 500 } });
      const done = await runCommand(['run', config, '--json'], options);
      expect(done.code).toBe(0);
      expect(documentOf(done).ledger.total.calls).toBe(endpoint.bodies.length);
      expect(new Set(endpoint.bodies).size).toBe(endpoint.bodies.length);
    } finally {
      await endpoint.close();
    }
  });

  // Portable stand-in for a full disk: no file may grow past a few blocks.
  it.concurrent('a disk with no room: exit 3, nothing half-written, and more room is enough', async () => {
    const { config, run, options, endpoint } = await prepare();
    try {
      const outcome = await runLimited(config, options.cwd);
      expect([outcome.code, documentOf(outcome).error.code]).toEqual([3, 'disk/full']);
      expect(await halfWritten(run)).toEqual([]);
      const answered = (await readRows(join(run, 'journal.jsonl'))).filter(({ kind }) => kind === 'model').length;
      expect(answered).toBeGreaterThan(0);
      const before = endpoint.bodies.length;
      const done = await runCommand(['run', config, '--json'], options);
      expect(done.code).toBe(0);
      const all = (await readRows(join(run, 'journal.jsonl'))).filter(({ kind }) => kind === 'model').length;
      expect(endpoint.bodies.length - before).toBe(all - answered);
    } finally {
      await endpoint.close();
    }
  });

  it('a real full disk (skipped where nothing may be mounted)', async ({ skip }) => {
    const disk = await freshFolder();
    if (!mountSmallDisk(disk)) skip();
    const { rewrite, options, endpoint } = await prepare();
    try {
      const run = join(disk, 'run');
      const config = await rewrite({ output: run });
      const outcome = await runCommand(['run', config, '--json'], options);
      expect([outcome.code, documentOf(outcome).error.code]).toEqual([3, 'disk/full']);
      expect(await halfWritten(run)).toEqual([]);
    } finally {
      await endpoint.close();
      spawnSync('umount', [disk]);
    }
  });
});

/** The command under a limit of 8 blocks a file (4 or 8 kB, as the shell counts). */
function runLimited(config: string, cwd: string): Promise<CommandOutcome> {
  const script = 'ulimit -f 8; exec "$0" "$@"';
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  return new Promise((resolve) => {
    const args = ['-c', script, process.execPath, COMMAND, 'run', config, '--json'];
    execFile('sh', args, { cwd, env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, stdout, stderr });
    });
  });
}

/** Mounts a file system of 64 kB, where this process may. */
function mountSmallDisk(folder: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0;
}
