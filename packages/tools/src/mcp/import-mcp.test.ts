import type { ChildProcess } from 'node:child_process';
import { createRandom, type JsonObject, systemClock, type ToolSource } from '@imaginarium/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { calculator, everything, misbehaving, startEverythingOverHttp } from '../../test/mcp/servers.ts';
import { createExecutor } from '../executor/create-executor.ts';
import { toolContract } from '../testing/index.ts';
import { type ImportMcpOptions, importMcp } from './import-mcp.ts';
import type { McpServer } from './mcp-server.ts';

const open: ToolSource[] = [];
const imported = async (server: McpServer, options?: ImportMcpOptions) => {
  const source = await importMcp(server, options);
  open.push(source);
  return source;
};
afterEach(async () => {
  for (const source of open.splice(0)) await source.close();
});

const call = (source: ToolSource, name: string, args: JsonObject, timeoutMs = 10_000) =>
  createExecutor({
    tools: source.tools,
    clock: systemClock,
    random: createRandom(1),
    secret: () => '',
    policy: { effects: Object.fromEntries(source.tools.map(({ spec }) => [spec.name, 'read'])), timeoutMs },
  }).execute(
    { id: '1', name, arguments: args, argumentsText: JSON.stringify(args) },
    { place: { tool: name, step: 'solve', ordinal: 0 } },
  );

toolContract('server-everything over stdio', async () => ({
  source: await importMcp(everything),
  good: { tool: 'get-sum', arguments: { a: 2, b: 40 }, content: /42/ },
  bad: { tool: 'get-sum', arguments: { a: 'two' } },
  policy: { effects: { 'get-sum': 'read' } },
}));

toolContract('calc-mcp over stdio', async () => ({
  source: await importMcp(calculator),
  good: { tool: 'base64', arguments: { action: 'encode', input: 'tool' }, content: /dG9vbA==/ },
  bad: { tool: 'base64', arguments: { action: 'encrypt', input: 'tool' } },
  policy: { allowWrites: ['base64'] },
}));

describe('streamable HTTP', () => {
  let server: { url: string; child: ChildProcess };
  beforeAll(async () => {
    server = await startEverythingOverHttp();
  });
  afterAll(() => {
    server?.child.kill();
  });

  toolContract('server-everything over streamable HTTP', async () => ({
    source: await importMcp({ url: server.url, headers: { 'x-team': 'blue' } }),
    good: { tool: 'echo', arguments: { message: 'good day' }, content: /good day/ },
    bad: { tool: 'echo', arguments: {} },
    policy: { effects: { echo: 'read' } },
  }));

  it('says where no server answers', async () => {
    const unreachable = importMcp({ url: 'http://127.0.0.1:1/mcp?key=hidden-value' }, { timeoutMs: 2000 });
    await expect(unreachable).rejects.toMatchObject({ code: 'input/mcp-start' });
    await expect(unreachable).rejects.not.toThrow('hidden-value');
    await expect(importMcp({ url: 'http://me:secret@127.0.0.1:1' })).rejects.toMatchObject({ code: 'input/mcp-url' });
  });
});

describe('what server-everything answers', () => {
  it('keeps structured content as JSON and summarises an image', async () => {
    const source = await imported(everything);
    const weather = await call(source, 'get-structured-content', { location: 'Chicago' });
    expect(JSON.parse(weather.content)).toHaveProperty('temperature');
    expect((await call(source, 'get-tiny-image', {})).content).toMatch(/\[image image\/png, \d+ bytes\]/);
  });

  it('leaves out tools that must run as tasks, and says so', async () => {
    const source = await imported(everything);
    const task = 'simulate-research-query';
    expect(source.notices).toContainEqual({ tool: task, message: expect.stringContaining('task') });
    expect(source.tools.map(({ spec }) => spec.name)).not.toContain(task);
  });

  it('does not hand our environment to the child', async () => {
    process.env.IMAGINARIUM_CANARY = 'canary-in-the-environment';
    const source = await imported({ ...everything, env: { GIVEN: 'on-purpose' } }, { only: ['get-env'] });
    delete process.env.IMAGINARIUM_CANARY;
    const environment = await call(source, 'get-env', {});
    expect(environment.content).toContain('on-purpose');
    expect(environment.content).not.toContain('canary-in-the-environment');
  });
});

describe('annotations', () => {
  it('count only when they are trusted; a write is refused', async () => {
    const doubted = await imported(misbehaving('odd'));
    expect(doubted.tools.every(({ spec }) => spec.effect === 'write' && spec.effectFrom === 'default')).toBe(true);
    const trusted = await imported(misbehaving('odd'), { trustAnnotations: true, only: ['reader', 'writer'] });
    expect(trusted.tools.map(({ spec }) => [spec.effect, spec.effectFrom])).toEqual([
      ['read', 'annotation'],
      ['write', 'annotation'],
    ]);
  });
});

describe('a server that misbehaves', () => {
  it('is imported as far as it can be used', async () => {
    const source = await imported(misbehaving('odd'));
    expect(source.tools.map(({ spec }) => spec.name)).toEqual(['a_very_odd_name', 'reader', 'writer']);
    expect(source.tools[0]?.spec.originalName).toBe('a.very/odd name');
    expect(source.notices.map(({ tool }) => tool)).toEqual(['task_only', 'bad_schema', 'a_very_odd_name']);
    expect(source.tools[0]?.spec.source.group).toBe('misbehaving');
  });

  it('lists all pages', async () => {
    const source = await imported(misbehaving('pages'));
    expect(source.tools.map(({ spec }) => spec.originalName)).toEqual(['page.1', 'page.2', 'page.3']);
  });

  it('mixes content: structured first, repeated text once, binaries by size', async () => {
    const { content } = await call(await imported(misbehaving('mixed')), 'act', {});
    expect(JSON.parse(content)).toEqual([
      { total: 2 },
      'two in all',
      '[image image/png, 3 bytes]',
      '[link log: file:///log]',
      '[resource x://1 text/plain]\ninside',
      '[resource x://2, 3 bytes]',
    ]);
  });

  it('does not start: the error holds its last words', async () => {
    const dead = importMcp(misbehaving('dies-at-start'));
    await expect(dead).rejects.toMatchObject({ code: 'input/mcp-start' });
    await expect(dead).rejects.toThrow('the database is missing');
    await expect(importMcp({ command: 'imaginarium-no-such-program' })).rejects.toThrow('ENOENT');
  });

  it('prints a banner among its messages: the banner is passed over', async () => {
    expect(await call(await imported(misbehaving('noisy')), 'act', {})).toMatchObject({ content: 'done' });
  });

  it('stays silent: the import gives up', async () => {
    await expect(importMcp(misbehaving('silent'), { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'input/mcp-start',
    });
  });

  it('dies midway, hangs or refuses: each is an observation', async () => {
    const dying = await imported(misbehaving('dies-midway'));
    const death = await call(dying, 'act', {});
    expect(death).toMatchObject({ status: 'error', failure: 'unreachable' });
    expect(death.content).toContain('out of cheese');
    expect(await call(dying, 'act', {})).toMatchObject({ failure: 'unreachable' });
    expect(await call(await imported(misbehaving('hangs')), 'act', {}, 300)).toMatchObject({ failure: 'timeout' });
    const slow = await imported(misbehaving('hangs'), { timeoutMs: 300 });
    expect(await call(slow, 'act', {})).toMatchObject({ failure: 'timeout' });
    expect(await call(await imported(misbehaving('refuses')), 'act', {})).toMatchObject({
      failure: 'tool-error',
      content: expect.stringContaining('Tool act not found'),
    });
  });

  it('is ended by close, and calls after that are observations', async () => {
    const source = await imported(misbehaving('pid'));
    const pid = Number((await call(source, 'act', {})).content);
    expect(process.kill(pid, 0)).toBe(true);
    await source.close();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(await call(source, 'act', {})).toMatchObject({ failure: 'unreachable' });
  });

  it('names its tools when `only` asks for one that is not there', async () => {
    await expect(importMcp(misbehaving('fine'), { only: ['atc'] })).rejects.toMatchObject({
      code: 'input/unknown-tool',
      hint: expect.stringContaining('act'),
    });
  });
});
