import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startLoopbackServer } from './loopback-server.ts';
import { runCommand } from './run-command.ts';
import { makeFolder, REPOSITORY, type Row } from './run-folder.ts';

vi.setConfig({ testTimeout: 120_000 });

const PETSTORE = `openapi:${join(REPOSITORY, 'configs/examples/petstore.yaml')}`;

let folder: string;
beforeAll(async () => {
  folder = await makeFolder();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tools = (...args: string[]) =>
  runCommand(['tools', ...args], { cwd: folder, variables: { STORE_KEY: 'key-0815' } });
const toolbox = (...args: string[]) => tools(...args, '--from', 'toolbox:');
const json = async (...args: string[]): Promise<{ code: number | null; document: Row }> => {
  const { code, stdout, stderr } = await tools(...args, '--json');
  expect(stderr).not.toMatch(/\n\s+at /);
  return { code, document: JSON.parse(stdout) };
};

describe.concurrent('tools list, show and validate', () => {
  it('list the toolbox', async () => {
    const { code, document } = await json('list', '--from', 'toolbox:');
    expect(code).toBe(0);
    expect(document.tools.length).toBeGreaterThan(25);
    expect(document.tools.every(({ effect }: Row) => effect === 'read')).toBe(true);
    const { stdout } = await toolbox('list');
    for (const { name } of document.tools) expect(stdout).toContain(name);
    expect(stdout).toContain(`${document.tools.length} tools`);
  });

  it('show one tool as a model sees it', async () => {
    const { document } = await json('show', 'add_days', '--from', 'toolbox:');
    expect(document).toMatchObject({ name: 'add_days', effect: 'read', parameters: { type: 'object' } });
    const { stdout } = await toolbox('show', 'add_days');
    expect(stdout).toContain(document.description);
    expect(stdout).toContain(document.version);
  });

  it('validate all tools of a source', async () => {
    const { code, document } = await json('validate', '--from', 'toolbox:');
    expect([code, document.notices]).toEqual([0, []]);
    expect((await tools('validate', '--from', PETSTORE)).stdout).toMatch(/3 tools/);
  });

  it('say which tools write and which secrets they need', async () => {
    const { document } = await json('list', '--from', PETSTORE);
    const effects = Object.fromEntries(document.tools.map(({ name, effect }: Row) => [name, effect]));
    expect(effects).toEqual({ findPets: 'read', addPet: 'write', getPet: 'read' });
    expect((await tools('show', 'getPet', '--from', PETSTORE)).stdout).toMatch(/storeKey.*header x-store-key/);
  });
});

describe.concurrent('tools call', () => {
  it('calls a tool for real', async () => {
    const { code, document } = await json(
      'call',
      'add_days',
      '{"date": "2026/03/01", "days": 90}',
      '--from',
      'toolbox:',
    );
    expect(code).toBe(0);
    expect(document).toMatchObject({ status: 'ok', origin: 'live' });
    expect(document.content).toMatch(/2026.05.30/);
    const person = await toolbox('call', 'add_days', '{"date": "2026/03/01", "days": 90}');
    expect(person.stdout.trim()).toBe(document.content);
    expect(person.stderr).toMatch(/^ok \(live\)/);
  });

  it('gives a tool’s complaint as a model would read it', async () => {
    const { code, document } = await json('call', 'add_days', '{"days": "ninety"}', '--from', 'toolbox:');
    expect(code).toBe(2);
    expect(document).toMatchObject({ status: 'error', failure: 'invalid-arguments', origin: 'none' });
    const person = await toolbox('call', 'add_days', '{"days": "ninety"}');
    expect(person.stderr).toMatch(/^error \(not called, invalid-arguments\)\nhint: .*tools show/);
    expect(document.content).toContain('date');
  });

  it('reaches a private host only when allowed, and writes only when allowed', async () => {
    const server = await startLoopbackServer(({ method, url }) => ({ body: { method, url } }));
    const source = ['--from', PETSTORE, '--server', server.url, '--secret', 'storeKey=env:STORE_KEY'];
    const open = [...source, '--allow-host', server.host];
    const pet = '{"body": {"name": "Rex", "species": "dog"}}';
    try {
      const guarded = await json('call', 'getPet', '{"petId": 3}', ...source);
      expect([guarded.code, guarded.document.failure]).toEqual([4, 'address-denied']);
      expect((await tools('call', 'getPet', '{"petId": 3}', ...source)).stderr).toMatch(/hint: .*--allow-host/);
      const denied = await json('call', 'addPet', pet, ...open);
      expect([denied.code, denied.document.failure]).toEqual([4, 'effect-denied']);
      expect((await tools('call', 'addPet', pet, ...open)).stderr).toMatch(/hint: .*--allow-write/);
      const dry = await json('call', 'addPet', pet, ...open, '--dry-run');
      expect(dry.document).toMatchObject({ status: 'ok', origin: 'dry-run' });
      expect(server.requests).toEqual([]);

      const read = await json('call', 'getPet', '{"petId": 3}', ...open);
      expect(JSON.parse(read.document.content)).toEqual({ method: 'GET', url: '/pets/3' });
      const written = await json('call', 'addPet', pet, ...open, '--allow-write');
      expect(written.document).toMatchObject({ status: 'ok', origin: 'live' });
      expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
      expect(server.requests.every(({ headers }) => headers['x-store-key'] === 'key-0815')).toBe(true);
    } finally {
      await server.close();
    }
  });
});

describe.concurrent('the exit code of a call', () => {
  it('is 5 when the server cannot be reached or is too busy, 3 when it says no', async () => {
    const server = await startLoopbackServer(({ url }) => ({ status: url === '/pets/3' ? 429 : 404, body: {} }));
    const source = ['--from', PETSTORE, '--server', server.url, '--secret', 'storeKey=env:STORE_KEY'];
    const call = (pet: number) => json('call', 'getPet', `{"petId": ${pet}}`, ...source, '--allow-host', server.host);
    const seen = async (pet: number) => {
      const { code, document } = await call(pet);
      return [code, document.failure];
    };
    try {
      expect(await seen(3)).toEqual([5, 'rate-limited']);
      expect(await seen(4)).toEqual([3, 'tool-error']);
    } finally {
      await server.close();
    }
    expect(await seen(3)).toEqual([5, 'unreachable']);
  });

  it('is 4 when a secret is missing, with the option that gives it', async () => {
    const { code, document } = await json('call', 'getPet', '{"petId": 3}', '--from', PETSTORE);
    expect([code, document.error.code]).toEqual([4, 'secret/missing']);
    expect(document.error.hint).toContain('--secret storeKey=env:');
  });
});

describe.concurrent('what is typed wrongly', () => {
  const CASES: [name: string, args: string[], exit: number, code: string, says: RegExp][] = [
    ['a tool that is not there', ['call', 'getPets', '--from', PETSTORE], 3, 'input/unknown-tool', /of its 3: getPet,/],
    ['a tool of many', ['show', 'ad_day', '--from', 'toolbox:'], 3, 'input/unknown-tool', /of its \d+: add_days/],
    ['arguments that are not JSON', ['call', 'getPet', '{days: 3}', '--from', PETSTORE], 2, 'usage/arguments', /Quote/],
    ['a source of no known kind', ['list', '--from', 'sqlite:x'], 2, 'config/tool-source', /openapi:FILE_OR_URL/],
    ['no source', ['list'], 2, 'usage/command-line', /--from/],
    [
      'a secret written out',
      ['list', '--from', PETSTORE, '--secret', 'a=sk-123456'],
      2,
      'usage/secret',
      /environment variable/,
    ],
    [
      'a secret that is not set',
      ['list', '--from', PETSTORE, '--secret', 'a=env:NO_SUCH_SECRET'],
      4,
      'secret/missing',
      /NO_SUCH_SECRET/,
    ],
  ];
  it.each(CASES)('%s', async (_, args, exit, code, says) => {
    const { code: status, document } = await json(...args);
    expect([status, document.error.code]).toEqual([exit, code]);
    expect(`${document.error.message}\n${document.error.hint}`).toMatch(says);
    expect(JSON.stringify(document)).not.toContain('sk-123456');
  });

  it('an unknown command, or none', async () => {
    for (const args of [['frobnicate', '--json'], ['--json']]) {
      const { code, stdout } = await runCommand(args, { cwd: folder });
      expect([code, JSON.parse(stdout).error.code]).toEqual([2, 'usage/command-line']);
    }
    expect(await runCommand(['--version'], { cwd: folder })).toMatchObject({ code: 0, stdout: '0.1.0\n' });
    expect(await runCommand(['--help'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
  });

  it('a broken function module is told without a stack', async () => {
    await writeFile(join(folder, 'broken.mjs'), 'export default [ {{{ ');
    const { code, document } = await json('list', '--from', 'functions:broken.mjs');
    expect([code, document.error.code]).toEqual([3, 'input/function-module-broken']);
  });
});
