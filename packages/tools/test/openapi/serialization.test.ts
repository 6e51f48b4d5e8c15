import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '@imaginarium/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importOpenApi } from '../../src/openapi/import-openapi.ts';
import { callContext, type Received, startEcho } from './echo-server.ts';

let echo: Awaited<ReturnType<typeof startEcho>>;
let folder: string;
beforeAll(async () => {
  echo = await startEcho();
  folder = await mkdtemp(join(tmpdir(), 'imaginarium-styles-'));
});
afterAll(async () => {
  await echo.close();
  await rm(folder, { recursive: true });
});

/** Imports one operation and calls it: what did the server receive? */
async function send(operation: JsonObject, args: JsonObject, path = '/x'): Promise<Received> {
  const location = join(folder, 'one.json');
  await writeFile(location, JSON.stringify({ openapi: '3.1.0', info: {}, paths: { [path]: { post: operation } } }));
  const { tools } = await importOpenApi({ location, fetch: globalThis.fetch, server: echo.url });
  const output = await tools[0]?.call?.(args, callContext());
  return output?.content as unknown as Received;
}

const parameter = (place: string, more: JsonObject): JsonObject => ({
  parameters: [{ name: 'p', in: place, required: true, schema: {}, ...more }],
});
const list = ['a b', 'c&d'];
const object = { r: 1, s: 'x,y' };

describe('query parameters', () => {
  const cases: [string, JsonObject, JsonValue, string][] = [
    ['form, exploded by default', {}, list, 'p=a%20b&p=c%26d'],
    ['form', { explode: false }, list, 'p=a%20b,c%26d'],
    ['spaceDelimited', { style: 'spaceDelimited' }, ['a', 'b'], 'p=a%20b'],
    ['pipeDelimited', { style: 'pipeDelimited' }, ['a', 'b'], 'p=a%7Cb'],
    ['form with an object', {}, object, 'r=1&s=x%2Cy'],
    ['form with an object, not exploded', { explode: false }, object, 'p=r,1,s,x%2Cy'],
    [
      'deepObject',
      { style: 'deepObject' },
      { a: 1, b: { c: [2, 3] } },
      'p%5Ba%5D=1&p%5Bb%5D%5Bc%5D=2&p%5Bb%5D%5Bc%5D=3',
    ],
    ['allowReserved', { allowReserved: true }, 'a/b:c?d#e&f=g+h', 'p=a/b:c?d%23e%26f%3Dg%2Bh'],
    ['a scalar', {}, true, 'p=true'],
    ['null', {}, null, ''],
    ['an empty list', {}, [], ''],
  ];
  it.each(cases)('%s', async (_, more, value, query) => {
    expect((await send(parameter('query', more), { p: value })).url).toBe(query === '' ? '/x' : `/x?${query}`);
  });

  it('are JSON where they are described by content', async () => {
    const content = { content: { 'application/json': { schema: { type: 'object' } } } };
    const operation = { parameters: [{ name: 'p', in: 'query', ...content }] };
    expect((await send(operation, { p: { a: [1] } })).url).toBe(`/x?p=${encodeURIComponent('{"a":[1]}')}`);
  });
});

describe('path parameters', () => {
  const cases: [string, JsonObject, JsonValue, string][] = [
    ['simple', {}, 'a/b', 'a%2Fb'],
    ['simple list', {}, list, 'a%20b,c%26d'],
    ['simple object, exploded', { explode: true }, { r: 1, g: 2 }, 'r=1,g=2'],
    ['label', { style: 'label' }, 'v', '.v'],
    ['label, exploded', { style: 'label', explode: true }, ['a', 'b'], '.a.b'],
    ['matrix', { style: 'matrix' }, ['a', 'b'], ';p=a,b'],
    ['matrix, exploded', { style: 'matrix', explode: true }, ['a', 'b'], ';p=a;p=b'],
    ['matrix object, exploded', { style: 'matrix', explode: true }, { r: 1, g: 2 }, ';r=1;g=2'],
  ];
  it.each(cases)('%s', async (_, more, value, segment) => {
    expect((await send(parameter('path', more), { p: value }, '/x/{p}')).url).toBe(`/x/${segment}`);
  });

  it.each(['..', '.', ''])('never lead to another path: %j', async (value) => {
    const answer = await send(parameter('path', {}), { p: value }, '/x/{p}/y');
    expect(answer).toMatch(/A path parameter of \/x\/\{p\}\/y may not be/);
  });
});

describe('header and cookie parameters', () => {
  it('are written plainly, lists with commas', async () => {
    expect((await send(parameter('header', {}), { p: ['a b', 'c'] })).headers.p).toBe('a b,c');
    expect((await send(parameter('cookie', {}), { p: 'a;b' })).headers.cookie).toBe('p=a%3Bb');
  });

  it('refuse what would break a header', async () => {
    expect(await send(parameter('header', {}), { p: 'a\r\nX-Evil: 1' })).toMatch(/printable ASCII/);
  });
});

describe('bodies', () => {
  const body = (type: string, media: JsonObject = {}): JsonObject => ({ requestBody: { content: { [type]: media } } });

  it('are JSON under the declared media type, which is preferred to forms', async () => {
    const both = { 'text/plain': {}, 'multipart/form-data': {}, 'application/vnd.api+json': {} };
    const { headers, body: text } = await send({ requestBody: { content: both } }, { body: { a: [1, null] } });
    expect([headers['content-type'], text]).toEqual(['application/vnd.api+json', '{"a":[1,null]}']);
  });

  it('are JSON where the media type is open or missing', async () => {
    for (const content of [{ '*/*': {} }, {}] as JsonObject[]) {
      const { headers, body: text } = await send({ requestBody: { content } }, { body: [1] });
      expect([headers['content-type'], text]).toEqual(['application/json', '[1]']);
    }
  });

  it('are form-encoded, each property by its encoding', async () => {
    const encoding = { deep: { style: 'deepObject', explode: true }, csv: { explode: false } };
    const { headers, body: text } = await send(body('application/x-www-form-urlencoded', { encoding }), {
      body: { a: 'x y', list: [1, 2], csv: ['p', 'q'], deep: { k: 'v' }, json: { k: 1 }, none: null },
    });
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(text).toBe(`a=x%20y&list=1&list=2&csv=p,q&deep%5Bk%5D=v&json=${encodeURIComponent('{"k":1}')}`);
  });

  it('are multipart, files with a name, objects as JSON', async () => {
    const schema = { type: 'object', properties: { file: { type: 'string', format: 'binary' }, meta: {} } };
    const { headers, body: text } = await send(
      body('multipart/form-data', { schema, encoding: { file: { contentType: 'text/csv' } } }),
      { body: { file: 'a,b\n', meta: { k: 1 }, tags: ['x', 'y'] } },
    );
    const form = await new Response(text, { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
    const file = form.get('file') as File;
    expect([file.type, await file.text()]).toEqual(['text/csv', 'a,b\n']);
    expect(await (form.get('meta') as unknown as string)).toBe('{"k":1}');
    expect(form.getAll('tags')).toEqual(['x', 'y']);
  });

  it('are text as it stands for any other type', async () => {
    const { headers, body: text } = await send(body('application/xml', { schema: { type: 'object' } }), {
      body: '<a/>',
    });
    expect([headers['content-type'], text]).toEqual(['application/xml', '<a/>']);
  });
});
