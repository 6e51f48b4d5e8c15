import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importOpenApi } from '../../src/openapi/import-openapi.ts';
import { callContext } from './echo-server.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imaginarium-malformed-'));
  await mkdir(join(folder, 'spec'));
});
afterEach(() => rm(folder, { recursive: true }));

async function importText(text: string, more: { server?: string } = {}) {
  const location = join(folder, 'spec', 'api.yaml');
  await writeFile(location, text);
  return importOpenApi({ location, fetch: globalThis.fetch, ...more });
}

const get = (parameter: string) =>
  `openapi: 3.1.0\npaths:\n  /a:\n    get:\n      operationId: a\n      parameters:\n        - ${parameter}\n`;

describe('a malformed description', () => {
  const cases: [string, string, RegExp][] = [
    ['no YAML', 'openapi: 3.0.0\npaths: [', /api\.yaml:2:\d+ is neither JSON nor YAML/],
    ['no OpenAPI', 'name: x', /no "openapi" or "swagger" .*api\.yaml:1 at \//],
    ['an unknown version', 'openapi: 4.0.0', /OpenAPI "4\.0\.0" is not supported .*:1 at \/openapi/],
    ['paths that are a list', 'openapi: 3.0.0\npaths: []', /"paths" must be an object .*:2 at \/paths/],
    ['a parameter without a place', get('name: x'), /a parameter must have.*:7 at \/paths\/~1a\/get\/parameters\/0/],
    ['a reference to nothing', get("$ref: '#/components/parameters/X'"), /leads nowhere .*:7 at .*parameters\/0/],
    ['a reference by anchor', get("$ref: '#X'"), /#X is no JSON pointer .*:7 at/],
    ['references in a circle', get("$ref: '#/paths/~1a/get/parameters/0'"), /leads in a circle/],
    ['a schema that is text', get('{ name: x, in: query, schema: text }'), /schema must be an object .*:7 at .*schema/],
  ];
  it.each(cases)('%s: says what and where', async (_, text, message) => {
    await expect(importText(text)).rejects.toMatchObject({
      code: 'input/openapi',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  it('a file that is not there is an error that names it', async () => {
    await expect(importOpenApi({ location: join(folder, 'none.yaml'), fetch })).rejects.toMatchObject({
      code: 'input/openapi',
      message: expect.stringContaining('none.yaml'),
    });
  });

  it('a server that is no URL is refused; none at all leaves tools that cannot be called', async () => {
    const text = get('{ name: x, in: query, schema: { type: string } }');
    await expect(importText(text, { server: 'localhost' })).rejects.toMatchObject({ code: 'config/server' });
    const { tools, notices } = await importText(text);
    expect(tools[0]?.call).toBeUndefined();
    expect(notices[0]?.message).toContain('no server');
  });
});

it('a description that aliases blow up is refused', async () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [at, name] of [...'bcdefg'].entries())
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${'abcdef'[at]}`).join(', ')}]`);
  await expect(importText(`openapi: 3.1.0\npaths: {}\n${bomb.join('\n')}\n`)).rejects.toMatchObject({
    code: 'input/openapi',
    hint: expect.stringContaining('aliases'),
  });
});

it('a header that HTTP cannot name is left out, with a notice', async () => {
  const { tools, notices } = await importText(
    get(`{ name: X-Ünï, in: header, required: true, schema: { type: string } }`),
  );
  expect(tools[0]?.spec.parameters).toMatchObject({ properties: {} });
  expect(tools[0]?.spec.parameters.required ?? []).toEqual([]);
  expect(notices.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/header parameter X-Ünï is left out/),
  );
});

describe('references', () => {
  it.each(['../secret.yaml#/x', '/etc/hostname', 'linked.yaml', 'https://elsewhere.example/x.yaml'])(
    'outside the folder are refused: %s',
    async (reference) => {
      await writeFile(join(folder, 'secret.yaml'), 'x: { name: canary, in: query }');
      await symlink(join(folder, 'secret.yaml'), join(folder, 'spec', 'linked.yaml'));
      await expect(importText(get(`$ref: '${reference}'`))).rejects.toMatchObject({
        code: 'input/reference-outside',
        message: expect.stringContaining(reference),
        hint: expect.stringMatching(/^Copy the file into the folder/),
      });
    },
  );

  it('in examples are data, not references', async () => {
    const text = get(`{ name: x, in: query, schema: { default: { $ref: '../../secret.yaml' } } }`);
    expect((await importText(text)).tools).toHaveLength(1);
  });

  it('of a URL are read by a guarded fetch, which reaches the host that was named and no other private one', async () => {
    const server = createServer((request, response) =>
      request.url === '/api.json'
        ? response.end(JSON.stringify({ swagger: '2.0', paths: { '/x': { $ref: 'x.json' } } }))
        : response.writeHead(302, { location: 'http://127.0.0.2:1/x.json' }).end(),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const location = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/api.json`;
    await expect(importOpenApi({ location })).rejects.toMatchObject({ code: 'permission/address-denied' });
    server.close();
  });

  it('of a URL stay on its host, unless another is allowed', async () => {
    const answers: { [url: string]: string } = {
      'https://a.example/api.json': JSON.stringify({
        openapi: '3.0.0',
        paths: { '/x': { $ref: 'https://b.example/x.json' } },
      }),
      'https://b.example/x.json': '{"get": {"operationId": "x"}}',
    };
    const fetch = (async (url: string) => new Response(answers[url])) as unknown as typeof globalThis.fetch;
    const location = 'https://a.example/api.json';
    await expect(importOpenApi({ location, fetch })).rejects.toMatchObject({ code: 'input/reference-outside' });
    const { tools } = await importOpenApi({ location, fetch, allowHosts: ['b.example'] });
    expect(tools.map(({ spec }) => spec.name)).toEqual(['x']);
  });
});

describe('responses', () => {
  const answers: [string, string, string | Buffer, unknown][] = [
    ['JSON', 'application/problem+json', '{"a":1}', { content: { a: 1 }, status: 200 }],
    ['broken JSON as text', 'application/json', '{"a":', { content: '{"a":', status: 200 }],
    ['text', 'text/html', '<p>', { content: '<p>', status: 200 }],
    ['an image', 'image/png', Buffer.from([137, 80, 0]), { content: { type: 'image/png', bytes: 3 }, status: 200 }],
    [
      'bytes that are no text',
      'text/plain',
      Buffer.from([255, 254]),
      { content: { type: 'text/plain', bytes: 2 }, status: 200 },
    ],
    ['nothing', 'text/plain', '', { content: { status: 200 }, status: 200 }],
  ];
  it.each(answers)('%s', async (_, type, body, expected) => {
    const output = await callWith((response) => response.writeHead(200, { 'content-type': type }).end(body));
    expect(output).toEqual(expected);
  });

  it('that never end are cut off', async () => {
    let sent = 0;
    const output = await callWith((response) => {
      const chunk = 'x'.repeat(100_000);
      const flood = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', flood);
      flood();
    });
    expect(output).toMatchObject({ isError: true, content: { error: expect.stringContaining('5000000 bytes') } });
    expect(sent).toBeLessThan(50_000_000);
  });

  async function callWith(handle: (response: import('node:http').ServerResponse) => void) {
    const server = createServer((_, response) => handle(response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const { tools } = await importText(get('{ name: x, in: query }'), { server: url });
    const output = await tools[0]?.call?.({}, callContext());
    server.closeAllConnections();
    server.close();
    return output;
  }
});
