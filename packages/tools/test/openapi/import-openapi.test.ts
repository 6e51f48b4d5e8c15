import { fileURLToPath } from 'node:url';
import type { JsonObject, Tool, ToolSource } from '@imaginarium/contracts';
import { TOOL_NAME } from '@imaginarium/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importOpenApi } from '../../src/openapi/import-openapi.ts';
import { toolContract } from '../../src/testing/tool-contract.ts';
import { startShelter } from '../fixtures/openapi/petstore-like/server.ts';
import { callContext, startEcho } from './echo-server.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/openapi/${name}`, import.meta.url));
const open = (name: string, more: { server?: string; only?: string[] } = {}): Promise<ToolSource> =>
  importOpenApi({ location: fixture(name), fetch: globalThis.fetch, ...more });
const find = (source: ToolSource, name: string): Tool => {
  const tool = source.tools.find(({ spec }) => spec.name === name);
  if (!tool) throw new Error(`no ${name} among ${source.tools.map(({ spec }) => spec.name)}`);
  return tool;
};
const properties = (tool: Tool): JsonObject => tool.spec.parameters.properties as JsonObject;
const compile = (tool: Tool) =>
  formats.default(new Ajv2020({ strict: false, logger: false })).compile(tool.spec.parameters);

describe.each(['petstore-like/openapi.yaml', 'forms-2.0.yaml', 'styles-3.1.yaml'])('%s', (name) => {
  it('imports with legal, unique names and schemas that compile', async () => {
    const { tools } = await open(name);
    expect(tools.length).toBeGreaterThan(2);
    expect(new Set(tools.map(({ spec }) => spec.name)).size).toBe(tools.length);
    for (const tool of tools) {
      expect(tool.spec.name).toMatch(TOOL_NAME);
      expect(() => compile(tool)).not.toThrow();
    }
  });
});

describe('a description of several files (3.0)', () => {
  let shelter: Awaited<ReturnType<typeof startShelter>>;
  let source: ToolSource;
  const context = callContext({ shelterKey: 'canary-key', visitor: 'ann:secret' });
  beforeAll(async () => {
    shelter = await startShelter('canary-key');
    source = await open('petstore-like/openapi.yaml', { server: shelter.url });
  });
  afterAll(() => shelter.close());

  it('answers calls, end to end', async () => {
    const call = (name: string, args: JsonObject) => find(source, name).call?.(args, context);
    expect(await call('listAnimals', { species: ['dog', 'rabbit'], weight: { min: 1 } })).toEqual({
      content: [{ id: 1, name: 'Frida', species: 'dog', weight: 21.5 }],
      status: 200,
    });
    expect(await call('getAnimal', { id: 9 })).toEqual({
      content: { status: 404, body: { error: 'There is no animal 9' } },
      isError: true,
      status: 404,
    });
    expect(await call('admitAnimal', { body: { name: 'Mo', species: 'cat' } })).toMatchObject({ content: { id: 4 } });
    expect(await call('delete_animals_id', { id: 4 })).toEqual({ content: { status: 204 }, status: 204 });
    expect(await call('bookVisit', { body: { day: '2026-05-04', name: 'Ann', animals: [1, 2] } })).toMatchObject({
      content: { day: '2026-05-04', animals: ['1', '2'] },
    });
  });

  it('keeps credentials out of the schema and names their secrets', () => {
    const visit = find(source, 'bookVisit');
    expect(Object.keys(properties(visit))).toEqual(['body']);
    expect(visit.spec.auth).toEqual([{ secret: 'shelterKey', in: 'header', name: 'X-Shelter-Key' }]);
    expect(find(source, 'listAnimals').spec.auth).toBeUndefined();
    expect(JSON.stringify(source.tools.map(({ spec }) => spec))).not.toContain('canary');
    expect(source.notices).toContainEqual({
      tool: 'bookVisit',
      message: 'the header parameter X-Shelter-Key is set when the request is made: models do not see it',
    });
  });

  it('says which secret is missing', async () => {
    await expect(find(source, 'admitAnimal').call?.({ body: {} }, callContext())).rejects.toMatchObject({
      code: 'secret/missing',
      message: 'No secret shelterKey',
    });
  });

  it('takes what a schema really says: circles, null, read-only and OpenAPI-only keywords', () => {
    const admit = find(source, 'admitAnimal');
    const check = compile(admit);
    expect(check({ body: { name: 'A', species: 'dog', weight: null, mother: { name: 'B', species: 'cat' } } })).toBe(
      true,
    );
    expect(check({ body: { name: 'A', species: 'dog', mother: { species: 'cat' } } })).toBe(false);
    expect(check({ body: { name: 'A', species: 'cow' } })).toBe(false);
    expect(check({ body: { name: 'A', species: 'dog', mother: null } })).toBe(true);
    const text = JSON.stringify(admit.spec.parameters);
    expect(text).toContain('"$ref":"#/$defs/Animal"');
    expect(text).not.toMatch(/readOnly|nullable|discriminator|xml|"example"|"id"/);
    expect(text).toContain('"examples":["Frida"]');
    const bound = properties(find(source, 'listAnimals')).weight;
    expect(bound).toMatchObject({ properties: { min: { exclusiveMinimum: 0 } } });
  });

  it('reads GET, and takes everything else to write', () => {
    expect(source.tools.map(({ spec }) => [spec.name, spec.effect, spec.effectFrom])).toEqual([
      ['listAnimals', 'read', 'http-verb'],
      ['admitAnimal', 'write', 'http-verb'],
      ['getAnimal', 'read', 'http-verb'],
      ['delete_animals_id', 'write', 'http-verb'],
      ['bookVisit', 'write', 'http-verb'],
    ]);
  });

  it('chooses by operationId, name or tag without changing names, and says what is unknown', async () => {
    const chosen = await open('petstore-like/openapi.yaml', {
      only: ['visits', 'GET /animals'.toLowerCase(), 'getAnimal'],
    }).catch((error: unknown) => error);
    expect(chosen).toMatchObject({ code: 'input/unknown-tool', message: expect.stringContaining('get /animals') });
    const some = await open('petstore-like/openapi.yaml', { only: ['visits', 'DELETE /animals/{id}'] });
    expect(some.tools.map(({ spec }) => spec.name)).toEqual(['delete_animals_id', 'bookVisit']);
  });
});

toolContract('openapi', async () => {
  const shelter = await startShelter('key');
  afterAll(() => shelter.close());
  return {
    source: await open('petstore-like/openapi.yaml', { server: shelter.url }),
    good: { tool: 'getAnimal', arguments: { id: 2 }, content: /Tom/ },
    bad: { tool: 'getAnimal', arguments: { id: 'two' } },
    policy: { allowHosts: ['127.0.0.1'] },
  };
});

describe('a 2.0 description', () => {
  let echo: Awaited<ReturnType<typeof startEcho>>;
  let source: ToolSource;
  beforeAll(async () => {
    echo = await startEcho();
    source = await open('forms-2.0.yaml', { server: echo.url });
  });
  afterAll(() => echo.close());

  it('keeps all that form data and referred bodies say', () => {
    expect(properties(find(source, 'upload'))).toEqual({
      folder: { type: 'string' },
      body: {
        type: 'object',
        properties: {
          file: { type: 'string', description: 'The file.' },
          title: { type: 'string', maxLength: 20, default: 'untitled' },
        },
        required: ['file'],
        additionalProperties: false,
      },
    });
    expect(properties(find(source, 'search')).body).toMatchObject({
      properties: { kinds: { type: 'array', items: { enum: ['a', 'b'] } }, limit: { maximum: 50 } },
      required: ['limit'],
    });
    expect(find(source, 'keepNote').spec.parameters.required).toBeUndefined();
    expect(properties(find(source, 'keepNote')).body).toMatchObject({
      description: 'The note to keep.',
      properties: { example: { type: 'string' }, type: { enum: ['short', 'long'] } },
      required: ['example'],
    });
  });

  it('sends them as they were described', async () => {
    const context = callContext({ token: 'canary', login: 'ann:pass word' });
    const search = await find(source, 'search').call?.(
      { body: { kinds: ['a', 'b'], tags: ['x', 'y'], limit: 3 }, fields: ['f', 'g'], wide: ['v', 'w'] },
      context,
    );
    expect(search?.content).toMatchObject({
      url: '/search?fields=f,g&wide=v%09w&token=canary',
      body: 'kinds=a%7Cb&tags=x&tags=y&limit=3',
    });
    const upload = await find(source, 'upload').call?.({ folder: 'a b', body: { file: 'text', title: 't' } }, context);
    expect(upload?.content).toMatchObject({
      url: '/upload/a%20b',
      headers: { 'content-type': expect.stringMatching(/^multipart\/form-data; boundary=/) },
      body: expect.stringContaining('filename="file"'),
    });
    const note = await find(source, 'keepNote').call?.({ body: { example: 'x' } }, context);
    expect(note?.content).toMatchObject({
      method: 'PUT',
      headers: { authorization: `Basic ${Buffer.from('ann:pass word').toString('base64')}` },
      body: '{"example":"x"}',
    });
  });
});

describe('a 3.1 description from a URL', () => {
  const served = (address: string) =>
    (async (input: string | URL | Request, init?: RequestInit) => {
      if (String(input) !== 'https://specs.example/docs/styles.yaml?version=2') return fetch(address, init);
      return new Response(await (await import('node:fs/promises')).readFile(fixture('styles-3.1.yaml')));
    }) as typeof fetch;
  const load = () =>
    importOpenApi({
      location: 'https://specs.example/docs/styles.yaml?version=2',
      fetch: served('http://127.0.0.1:1'),
    });

  it('suffixes names that clash, merges path-level parameters and leaves headers of HTTP itself to the request', async () => {
    const source = await load();
    expect(properties(find(source, 'clash'))).toEqual({
      id: { type: 'string' },
      shared: { type: 'boolean', description: 'from the operation' },
      id_query: { type: 'integer' },
      id_header: { type: 'integer' },
    });
    expect(find(source, 'clash').spec.auth).toMatchObject([{ secret: 'oauth', name: 'Authorization' }]);
  });

  it('takes servers of the operation, then the path, then the root, relative to the URL', async () => {
    const urls: string[] = [];
    const fetch = (async (input: string | URL | Request) => {
      if (urls.push(String(input)) === 1) return served('')('https://specs.example/docs/styles.yaml?version=2');
      return new Response('{}');
    }) as typeof globalThis.fetch;
    const source = await importOpenApi({ location: 'https://specs.example/docs/styles.yaml?version=2', fetch });
    const context = { ...callContext({ oauth: 't', key: 'k' }), fetch };
    await find(source, 'clash').call?.({ id: 'a', id_query: 1 }, context);
    await find(source, 'patch_items_id').call?.({ id: 'a' }, context);
    await source.tools[2]?.call?.({ body: { value: null }, body_query: 'q' }, context);
    expect(urls.slice(1)).toEqual([
      'https://specs.example/path-server/items/a?id=1',
      'https://eu.example/api/items/a',
      'https://specs.example/root/trees?body=q',
    ]);
    expect(source.tools[2]?.spec.source.location).toBe('https://specs.example/docs/styles.yaml');
  });

  it('tries sets of credentials in order and goes without where that is allowed', async () => {
    const echo = await startEcho();
    const source = await importOpenApi({ location: fixture('styles-3.1.yaml'), fetch, server: echo.url });
    const patch = find(source, 'patch_items_id');
    expect(patch.spec.auth?.map(({ secret }) => secret)).toEqual(['key', 'oauth']);
    const headers = async (secrets: { [name: string]: string }) =>
      (await patch.call?.({ id: '1' }, callContext(secrets)))?.content;
    expect(await headers({ key: 'k', oauth: 't' })).toMatchObject({
      headers: { cookie: 'session=k', authorization: 'Bearer t' },
    });
    expect(await headers({ key: 'k' })).not.toHaveProperty('headers.cookie');
    await echo.close();
  });

  it('cleans what is no JSON Schema and says so', async () => {
    const { tools, notices } = await load();
    const odd = tools.find(({ spec }) => spec.originalName === 'oddSchema');
    expect(odd?.spec.parameters.properties).toEqual({
      odd: { type: 'string', enum: ['a'], minLength: 2, examples: ['a'] },
    });
    expect(notices).toContainEqual({ tool: 'oddSchema', message: expect.stringContaining('the pattern "["') });
    const tree = tools.find(({ spec }) => spec.originalName.startsWith('plant'));
    expect(tree?.spec.name).toMatch(/^plant_a_tree_with.{38}_[0-9a-f]{8}$/);
    expect(Object.keys(tree?.spec.parameters.properties as JsonObject)).toEqual(['body_query', 'body']);
  });
});
