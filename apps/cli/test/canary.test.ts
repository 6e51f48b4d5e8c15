import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Endpoint, startEndpoint } from './endpoint/start-endpoint.ts';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import { EVERYTHING_OVER_STDIO } from './mcp-servers.ts';
import { type CommandOutcome, runCommand } from './run-command.ts';
import { listFiles, makeFolder, readRows, writeConfig } from './run-folder.ts';

vi.setConfig({ testTimeout: 120_000 });

const CANARIES = {
  MODEL_KEY: 'sk-canary-model-9f31ac',
  HEADER_KEY: 'canary header/"7b20"+e9',
  QUERY_KEY: 'canary-query&55=d1%41',
  BASIC_KEY: 'canary-user:canary-pass-08',
  MCP_TOKEN: 'canary-mcp-c3d4e5f6',
};

/** A secret as it may stand in a file, an address, a header or a message. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ a: secret }).toString().slice(2),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    // The password of a pair alone is a secret too.
    ...(secret.includes(':') ? [secret.slice(secret.indexOf(':') + 1)] : []),
  ];
}

const leaksIn = (text: string): string[] =>
  Object.entries(CANARIES).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form)) ? [name] : [],
  );

const operation = (id: string, scheme: string) => ({
  get: {
    operationId: id,
    summary: `Reading of the gauge ${id}.`,
    security: [{ [scheme]: [] }],
    parameters: [{ name: 'place', in: 'query', required: true, schema: { type: 'string' } }],
  },
});

const SPEC = {
  openapi: '3.1.0',
  info: { title: 'Gauges', version: '1' },
  servers: [{ url: 'http://127.0.0.1:9' }],
  paths: {
    '/by-header': operation('byHeader', 'inHeader'),
    '/by-query': operation('byQuery', 'inQuery'),
    '/by-basic': operation('byBasic', 'basic'),
    '/failing': operation('failing', 'inQuery'),
  },
  components: {
    securitySchemes: {
      inHeader: { type: 'apiKey', in: 'header', name: 'x-gauge-key' },
      inQuery: { type: 'apiKey', in: 'query', name: 'gauge_key' },
      basic: { type: 'http', scheme: 'basic' },
    },
  },
};

describe('secrets', () => {
  let folder: string;
  let endpoint: Endpoint;
  let gauges: LoopbackServer;
  const outcomes: CommandOutcome[] = [];

  beforeAll(async () => {
    folder = await makeFolder();
    // The endpoint is careless too: it stumbles twice and repeats the key in its error.
    endpoint = await startEndpoint({
      misbehave: (number) =>
        number === 3 || number === 40
          ? (response) => {
              response.writeHead(503, { 'content-type': 'application/json' });
              response.end(JSON.stringify({ error: { message: `overloaded; key ${CANARIES.MODEL_KEY} waits` } }));
            }
          : undefined,
    });
    gauges = await startLoopbackServer(({ url, headers }) => {
      const basic = Buffer.from(headers.authorization?.toString().split(' ')[1] ?? '', 'base64').toString();
      const echo = {
        password: basic.split(':')[1],
        url,
        query: decodeURIComponent(url.split('gauge_key=')[1] ?? ''),
        headers,
      };
      if (url.startsWith('/failing'))
        return { status: 422, body: { detail: `bad key ${CANARIES.QUERY_KEY}`, seen: url } };
      return { body: { reading: 7, echo, [`seen ${headers['x-gauge-key'] ?? ''}`]: true } };
    });
    await writeFile(join(folder, 'gauges.json'), JSON.stringify(SPEC));
    const secrets = { inHeader: 'env:HEADER_KEY', inQuery: 'env:QUERY_KEY', basic: 'env:BASIC_KEY' };
    const config = await writeConfig(folder, {
      output: join(folder, 'run'),
      tools: [
        { from: 'openapi:gauges.json', server: gauges.url, secrets },
        {
          from: EVERYTHING_OVER_STDIO,
          only: ['get-env'],
          effects: { 'get-env': 'read' },
          secrets: { HARBOUR_TOKEN: 'env:MCP_TOKEN' },
        },
      ],
      execution: { allowHosts: [gauges.host] },
      models: { default: { model: `openai:stand-in@${endpoint.url}`, key: 'env:MODEL_KEY' } },
      exploration: { episodes: 1, trials: 3 },
      curation: { split: { test: 1, validation: 0 }, paraphrase: { target: 4, maximum: 1 } },
      formatting: { targets: ['sharegpt', 'trl', 'mistral', 'ste'] },
    });
    const options = { cwd: folder, variables: CANARIES };
    outcomes.push(await runCommand(['run', config], options));
    const source = ['--from', 'openapi:gauges.json', '--server', gauges.url, '--allow-host', gauges.host];
    // Nobody listens there: the error may want to tell the address with the key in it.
    const nowhere = ['--from', 'openapi:gauges.json', '--allow-host', '127.0.0.1:9'];
    const given = Object.entries(secrets).flatMap(([name, reference]) => ['--secret', `${name}=${reference}`]);
    const call = (tool: string, ...more: string[]) => ['tools', 'call', tool, '{"place": "weir"}', ...given, ...more];
    const others = [
      ['show', 'run', '--json'],
      ['show', 'run', '--trial', 'byHeader/0/0'],
      ...['byHeader', 'byQuery', 'byBasic', 'failing'].map((tool) => call(tool, ...source, '--json')),
      call('byQuery', ...nowhere),
    ];
    outcomes.push(...(await Promise.all(others.map((args) => runCommand(args, options)))));
  }, 120_000);
  afterAll(async () => {
    await endpoint?.close();
    await gauges?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('reach those that they are for', () => {
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0, 3, 5]);
    expect(outcomes.at(-1)?.stderr).toContain('unreachable');
    expect(endpoint.authorizations.every((header) => header === `Bearer ${CANARIES.MODEL_KEY}`)).toBe(true);
    const seen = (test: (request: LoopbackServer['requests'][number]) => boolean) => gauges.requests.some(test);
    expect(seen(({ headers }) => headers['x-gauge-key'] === CANARIES.HEADER_KEY)).toBe(true);
    expect(seen(({ url }) => new URL(url, gauges.url).searchParams.get('gauge_key') === CANARIES.QUERY_KEY)).toBe(true);
    expect(seen(({ headers }) => headers.authorization?.includes('Basic') === true)).toBe(true);
  });

  it('are blanked out where tools repeat them', async () => {
    const trials = await readRows(join(folder, 'run/trials.jsonl'));
    const observed = (tool: string) =>
      trials.filter((trial) => trial.tool === tool).map(({ attempts }) => attempts.at(-1)?.observation.content);
    for (const tool of ['byHeader', 'byQuery', 'byBasic', 'failing', 'get-env'])
      for (const content of observed(tool)) expect(content, tool).toContain('[redacted]');
    expect(observed('get-env').join('\n')).toContain('HARBOUR_TOKEN');
  });

  it('stand in no file of the run folder', async () => {
    const files = await listFiles(join(folder, 'run'));
    expect(files.length).toBeGreaterThan(20);
    for (const path of files) expect(leaksIn(await readFile(join(folder, 'run', path), 'latin1')), path).toEqual([]);
  });

  it('stand neither on stdout nor on stderr', () => {
    for (const { stdout, stderr } of outcomes) expect(leaksIn(stdout + stderr)).toEqual([]);
  });

  it('stand in no request to the model', () => {
    expect(endpoint.bodies.length).toBeGreaterThan(50);
    expect(endpoint.bodies.flatMap(leaksIn)).toEqual([]);
  });
});

describe('a model server that repeats the key in the error that ends the run', () => {
  it('does not get it shown or stored', async () => {
    const folder = await makeFolder();
    const endpoint = await startEndpoint({
      misbehave: () => (response) => {
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: { message: `Incorrect API key provided: ${CANARIES.MODEL_KEY}` } }));
      },
    });
    try {
      const config = await writeConfig(folder, {
        output: join(folder, 'run'),
        tools: [{ from: 'toolbox:', only: ['add_days'] }],
        models: { default: { model: `openai:stand-in@${endpoint.url}`, key: 'env:MODEL_KEY' } },
      });
      const { code, stdout, stderr } = await runCommand(['run', config, '--json'], {
        cwd: folder,
        variables: CANARIES,
      });
      expect(code).toBe(4);
      expect(stderr).toContain('secret/refused');
      expect(leaksIn(stdout + stderr)).toEqual([]);
      for (const path of await listFiles(join(folder, 'run')))
        expect(leaksIn(await readFile(join(folder, 'run', path), 'latin1')), path).toEqual([]);
    } finally {
      await endpoint.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
