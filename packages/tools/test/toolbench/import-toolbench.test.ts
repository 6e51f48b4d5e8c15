import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type JsonObject, TOOL_NAME } from '@imaginarium/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toolContract } from '../../src/testing/tool-contract.ts';
import { importToolBench } from '../../src/toolbench/import-toolbench.ts';
import { callContext } from '../openapi/echo-server.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/toolbench/${name}`, import.meta.url));
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const reference = join(
  process.env.IMAGINARIUM_REFERENCE ?? resolve(root, '../shared/reference'),
  'ste/API_descriptions.json',
);

describe('ToolBench tools', () => {
  it('become schemas: types, formats, examples, the first of duplicates', async () => {
    const { tools, notices } = await importToolBench({ file: fixture('weather-tool.json') });
    expect(tools.map(({ spec }) => [spec.name, spec.originalName, spec.effect])).toEqual([
      ['Weather_desk__Day_forecast', 'Weather desk%%Day / forecast', 'read'],
    ]);
    expect(tools[0]?.spec.description).toBe('Forecast of one day.\nWeather desk: Weather for towns.');
    expect(tools[0]?.call).toBeUndefined();
    expect(tools[0]?.spec.parameters).toEqual({
      type: 'object',
      properties: {
        town: { type: 'string', examples: ['Oslo'] },
        day: { type: 'string', format: 'date', description: 'The day.' },
        hours: { type: 'number', examples: [12] },
        metric: { type: 'boolean', examples: [true] },
        unit: { type: 'string' },
        odd: {},
      },
      required: ['town', 'day'],
      additionalProperties: false,
    });
    expect(notices.map(({ message }) => message)).toEqual([
      'the parameter town is described twice: the first holds',
      'the type "QUATERNION" of odd is not known: any value is taken',
    ]);
  });

  it('of STE and BMTools are read, names that clash told apart', async () => {
    const { tools } = await importToolBench({ file: fixture('ste-like.json') });
    expect(tools.map(({ spec }) => spec.name)).toEqual([
      'add_day',
      'now',
      'Clock__Zone_list',
      expect.stringMatching(/^Clock__Zone_list_[0-9a-f]{8}$/),
    ]);
    expect(tools[0]?.spec).toMatchObject({
      description: 'Add days to a date. Say {{"date": x}} first.',
      parameters: {
        properties: { date: { type: 'string' }, days: { type: 'integer' } },
        required: ['date', 'days'],
      },
    });
    expect(tools[1]?.spec).toMatchObject({ description: 'The time of day.', parameters: { properties: {} } });
    const chosen = await importToolBench({ file: fixture('ste-like.json'), only: ['Clock'] });
    expect(chosen.tools.map(({ spec }) => spec.name)).toEqual(tools.slice(2).map(({ spec }) => spec.name));
  });

  it.each([
    ['no JSON', '{', /is not JSON/],
    ['a list of numbers', '[1]', /neither a map/],
    ['an entry that is a number', '{"a%%b": 1}', /"a%%b" is not text/],
    ['an entry that is broken JSON', '{"a%%b": "{"}', /"a%%b" is not JSON/],
  ])('that cannot be read are an error that says where: %s', async (_, text, message) => {
    const folder = await mkdtemp(join(tmpdir(), 'imaginarium-toolbench-'));
    await writeFile(join(folder, 'x.json'), text);
    await expect(importToolBench({ file: join(folder, 'x.json') })).rejects.toMatchObject({
      code: 'input/toolbench',
      message: expect.stringMatching(message),
    });
    await rm(folder, { recursive: true });
  });
});

describe('a StableToolBench server', () => {
  const requests: { url: string | undefined; body: JsonObject }[] = [];
  let answer: { status: number; body: unknown } = { status: 200, body: {} };
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request.setEncoding('utf8')) text += chunk;
      requests.push({ url: request.url, body: JSON.parse(text) });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  });
  afterAll(() => server.close());

  it('is asked as it wants to be, and its answers are marked as simulated', async () => {
    const { tools } = await importToolBench({
      file: fixture('weather-tool.json'),
      server: { url: `${url}/virtual`, key: 'toolbench' },
    });
    expect(tools[0]?.spec.auth).toEqual([{ secret: 'toolbench', in: 'body', name: 'toolbench_key' }]);
    const call = () => tools[0]?.call?.({ town: 'Oslo' }, callContext({ toolbench: 'canary' }));
    answer = { status: 200, body: { error: '', response: '{"sun": true}' } };
    expect(await call()).toEqual({ content: { sun: true }, isSimulated: true, status: 200 });
    expect(requests.at(-1)).toEqual({
      url: '/virtual',
      body: {
        category: 'Weather',
        tool_name: 'Weather desk',
        api_name: 'Day / forecast',
        tool_input: { town: 'Oslo' },
        strip: '',
        toolbench_key: 'canary',
      },
    });
    answer = { status: 200, body: { error: 'No such town', response: '' } };
    expect(await call()).toEqual({ content: 'No such town', isError: true, isSimulated: true, status: 200 });
    answer = { status: 500, body: 'down' };
    expect(await call()).toMatchObject({ isError: true, isSimulated: true, status: 500 });
  });

  it('takes a category from the given table where the file has none', async () => {
    const { tools } = await importToolBench({
      file: fixture('ste-like.json'),
      server: { url, categories: { Clock: 'Time' } },
    });
    answer = { status: 200, body: { error: '', response: 'plain' } };
    expect(await tools[2]?.call?.({}, callContext())).toMatchObject({ content: 'plain' });
    expect(requests.at(-1)?.body).toMatchObject({ category: 'Time', api_name: 'Zone: list', toolbench_key: '' });
  });
});

toolContract('toolbench', async () => {
  const server = createServer((_, response) => response.end(JSON.stringify({ error: '', response: 'Sunny' })));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterAll(() => server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    source: await importToolBench({ file: fixture('weather-tool.json'), server: { url } }),
    good: { tool: 'Weather_desk__Day_forecast', arguments: { town: 'Oslo', day: '2026-05-04' }, content: /Sunny/ },
    bad: { tool: 'Weather_desk__Day_forecast', arguments: { town: 'Oslo', day: 'tomorrow' } },
    policy: { allowHosts: ['127.0.0.1'] },
  };
});

describe.skipIf(!existsSync(reference))('the 817 descriptions of STE (skipped where the reference is absent)', () => {
  it('all import: legal unique names, valid schemas, examples for defaults, names kept', async () => {
    const raw = JSON.parse(readFileSync(reference, 'utf8')) as { [key: string]: string };
    const { tools } = await importToolBench({ file: reference });
    expect(tools).toHaveLength(817);
    expect(new Set(tools.map(({ spec }) => spec.name)).size).toBe(817);
    expect(tools.map(({ spec }) => spec.originalName)).toEqual(Object.keys(raw));
    const ajv = formats.default(new Ajv2020({ strict: false, logger: false }));
    for (const { spec } of tools) {
      expect(spec.name).toMatch(TOOL_NAME);
      expect(() => ajv.compile(spec.parameters)).not.toThrow();
      expect(JSON.stringify(spec.parameters)).not.toContain('"default":');
    }
    expect(tools.filter(({ spec }) => spec.name !== spec.originalName.replace('%%', '__')).length).toBeGreaterThan(400);
    const examples = tools.flatMap(({ spec }) =>
      Object.values(spec.parameters.properties as JsonObject).filter((one) => 'examples' in (one as JsonObject)),
    );
    const defaults = Object.values(raw)
      .filter((text) => text.startsWith('{'))
      .flatMap((text) => {
        const api = JSON.parse(text) as { [key: string]: { name: string; default: unknown }[] };
        const all = [...(api.required_parameters ?? []), ...(api.optional_parameters ?? [])];
        const first = all.filter((one, index) => all.findIndex(({ name }) => name === one.name) === index);
        return first.filter((one) => one.default !== undefined && one.default !== '');
      });
    expect(examples).toHaveLength(defaults.length);
  });
});
