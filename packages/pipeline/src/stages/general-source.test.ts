import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GeneralConfig } from '@imaginarium/formatting';
import { writeJsonl, writeParquet } from '@imaginarium/storage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../run-event.ts';
import { carryGeneralCopy } from './general-copy.ts';
import { drawGeneral } from './general-source.ts';

interface Asked {
  readonly url: string;
  readonly token: string | undefined;
}
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let folder: string;
let servers: Server[];
let asked: Asked[];
let events: RunEvent[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imaginarium-general-'));
  [servers, asked, events] = [[], [], []];
});
afterEach(async () => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
  await rm(folder, { recursive: true });
});

/** A hub that answers by path; what it does not know is a 404. */
async function serve(answers: Readonly<Record<string, Answer>>): Promise<string> {
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    asked.push({ url, token: headers.authorization });
    const answer = answers[url.split('?')[0] ?? ''];
    if (answer) answer(request, response);
    else response.writeHead(404).end('Not Found');
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const send =
  (body: string | Buffer, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(200, headers).end(body);
const jsonl = (...rows: unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const talk = (query: string) => ({
  messages: [
    { role: 'user', content: query },
    { role: 'assistant', content: `About ${query}.` },
  ],
});
const queriesOf = ({ records }: Awaited<ReturnType<typeof drawGeneral>>) =>
  records.map(({ messages }) => messages.find(({ role }) => role === 'user')?.content);

const draw = (
  from: string,
  endpoint = 'http://127.0.0.1:9',
  over: Partial<GeneralConfig> & { token?: string } = {},
) => {
  const { token, ...amount } = over;
  return drawGeneral({
    config: { from, count: 10, ...amount },
    configFolder: folder,
    folder,
    trainExamples: 40,
    seed: 1,
    environment: {
      fetch: globalThis.fetch,
      variables: { HF_ENDPOINT: endpoint, ...(token ? { HF_TOKEN: token } : {}) },
      onEvent: (event) => events.push(event),
    },
  });
};
const failure = (from: string, endpoint?: string, token?: string) =>
  draw(from, endpoint, token ? { token } : {}).catch((thrown: unknown) => thrown);

describe('general records', () => {
  it('are drawn from those that ship', async () => {
    const { records, outputs } = await draw('bundled', undefined, { count: 1000 });
    expect([records.length, outputs, events]).toEqual([219, [], []]);
    expect(records[0]).toMatchObject({ id: 'general-0001', reason: 'general: 219 of 219 of bundled' });
  });

  it('are drawn from a file, as a share of the training examples; rows of other shapes are counted', async () => {
    const rows = [...Array.from({ length: 20 }, (_, at) => talk(`q${at}`)), { text: 'x' }, { text: 'y' }];
    await writeJsonl(join(folder, 'own.jsonl'), rows);
    const { records } = await draw('own.jsonl', undefined, { count: undefined, ratio: 0.2 });
    expect(records.map(({ reason }) => reason)).toEqual(Array(8).fill('general: 8 of 20 of own.jsonl'));
    const message =
      'rows of own.jsonl were passed over, 2 because it has no messages, conversations, or instruction and output';
    expect(events).toEqual([{ kind: 'notice', message }]);
    await expect(draw('nope.jsonl')).rejects.toMatchObject({ code: 'input/not-found' });
  });

  it('refuses a file without a conversation', async () => {
    await writeFile(join(folder, 'own.jsonl'), jsonl({ text: 'x' }));
    await expect(draw('own.jsonl')).rejects.toMatchObject({ code: 'input/no-general-records' });
    expect((await draw('own.jsonl', undefined, { count: undefined, ratio: 0.001 })).records).toEqual([]);
    await writeFile(join(folder, 'own.jsonl'), '');
    await expect(draw('own.jsonl')).rejects.toMatchObject({ message: expect.stringContaining('it is empty') });
  });
});

describe('general records of the Hub', () => {
  const tree = (...paths: string[]) =>
    send(
      JSON.stringify([{ type: 'directory', path: 'data' }, ...paths.map((path) => ({ type: 'file', path, size: 9 }))]),
    );

  it('are downloaded once, noted, and then taken from the copy', async () => {
    const body = jsonl(talk('one'), talk('two'));
    const endpoint = await serve({
      '/datasets/own/talks/resolve/v1/some%20data/train.jsonl': send(body, { 'x-repo-commit': 'abc123' }),
    });
    const from = 'hub:own/talks/some data/train.jsonl@v1';
    const first = await draw(from, endpoint);
    expect(queriesOf(first)).toEqual(['one', 'two']);
    expect(first.records[0]?.reason).toMatch(
      /^general: 2 of 2 of hub:own\/talks\/some data\/train.jsonl@abc123 \(sha256 [0-9a-f]{12}\)$/,
    );
    expect(first.outputs.map(({ path }) => path)).toEqual(['general-source.jsonl', 'general-source.json']);
    const note = JSON.parse(await readFile(join(folder, 'general-source.json'), 'utf8'));
    expect(note).toMatchObject({ from, dataset: 'own/talks', revision: 'v1', commit: 'abc123', bytes: body.length });
    expect(asked).toHaveLength(1);
    expect(await draw(from, 'http://127.0.0.1:9')).toEqual(first);
  });

  it('are downloaded again where the copy is damaged or the config names others', async () => {
    const endpoint = await serve({
      '/datasets/own/talks/resolve/main/a.jsonl': send(jsonl(talk('a'))),
      '/datasets/own/talks/resolve/main/b.jsonl': send(jsonl(talk('b'))),
    });
    await draw('hub:own/talks/a.jsonl', endpoint);
    await writeFile(join(folder, 'general-source.jsonl'), '');
    expect(queriesOf(await draw('hub:own/talks/a.jsonl', endpoint))).toEqual(['a']);
    expect(queriesOf(await draw('hub:own/talks/b.jsonl', endpoint))).toEqual(['b']);
    expect(asked).toHaveLength(3);
  });

  it('go along into another folder only as they were noted', async () => {
    const endpoint = await serve({ '/datasets/own/talks/resolve/main/a.jsonl': send(jsonl(talk('a'))) });
    const from = 'hub:own/talks/a.jsonl';
    await draw(from, endpoint);
    const other = await mkdtemp(join(folder, 'other-'));
    await carryGeneralCopy(from, folder, other);
    expect(await readFile(join(other, 'general-source.jsonl'), 'utf8')).toBe(jsonl(talk('a')));
    await expect(carryGeneralCopy('hub:own/others', folder, other)).rejects.toMatchObject({ code: 'input/not-found' });
    await writeFile(join(folder, 'general-source.jsonl'), 'x');
    await expect(carryGeneralCopy(from, folder, other)).rejects.toMatchObject({ code: 'input/not-found' });
  });

  it('are read from the first training file, Parquet too, where none is named', async () => {
    await writeJsonl(join(folder, 'rows.jsonl'), [
      { instruction: 'Add.', input: '1 and 2', output: '3' },
      { instruction: 'Greet.', input: null, output: 'Hello.' },
    ]);
    const columns = { instruction: 'string', input: 'string', output: 'string' } as const;
    const [shard] = await writeParquet({ jsonl: join(folder, 'rows.jsonl'), columns, folder, split: 'train' });
    const parquet = await readFile(join(folder, shard?.path ?? ''));
    const endpoint = await serve({
      '/api/datasets/own/alpaca/tree/refs%2Fconvert%2Fparquet': (request, response) =>
        request.url?.includes('cursor')
          ? tree('data/train-0.parquet')(request, response)
          : tree('README.md', 'data/test-0.parquet')(
              request,
              response.setHeader('link', `<${endpoint}${request.url}&cursor=2>; rel="next"`),
            ),
      '/datasets/own/alpaca/resolve/refs%2Fconvert%2Fparquet/data/train-0.parquet': send(parquet),
    });
    const drawn = await draw('hub:own/alpaca@refs/convert/parquet', endpoint, { token: 'hf_canary' });
    expect(queriesOf(drawn)).toEqual(['Add.\n\n1 and 2', 'Greet.']);
    expect(asked.every(({ token }) => token === 'Bearer hf_canary')).toBe(true);
  });

  it('give the token to the Hub and not to where it redirects, and know the commit that it names on the way', async () => {
    const store = await serve({ '/blob': send(jsonl(talk('far'))) });
    const endpoint = await serve({
      '/datasets/own/talks/resolve/main/a.jsonl': (_, response) =>
        response.writeHead(307, { location: '/datasets/own/renamed/resolve/main/a.jsonl' }).end(),
      '/datasets/own/renamed/resolve/main/a.jsonl': (_, response) =>
        response.writeHead(302, { location: `${store}/blob?signature=canary`, 'x-repo-commit': 'abc123' }).end(),
      '/datasets/own/lost/resolve/main/a.jsonl': (_, response) =>
        response.writeHead(302, { location: 'http://[' }).end(),
      '/datasets/own/loop/resolve/main/a.jsonl': (request, response) =>
        response.writeHead(302, { location: request.url }).end(),
    });
    const drawn = await draw('hub:own/talks/a.jsonl', endpoint, { token: 'hf_canary' });
    expect(queriesOf(drawn)).toEqual(['far']);
    expect(drawn.records[0]?.reason).toContain('@abc123 ');
    expect(asked.map(({ token }) => token)).toEqual(['Bearer hf_canary', 'Bearer hf_canary', undefined]);
    expect(await failure('hub:own/loop/a.jsonl', endpoint)).toMatchObject({ code: 'endpoint/too-many-redirects' });
    expect(await failure('hub:own/lost/a.jsonl', endpoint)).toMatchObject({ code: 'endpoint/failed' });
    expect(await failure('hub:own/others/a.jsonl', 'nowhere')).toMatchObject({ code: 'config/hub-endpoint' });
  });

  it('say which data file to name, or that there is none', async () => {
    const endpoint = await serve({
      '/api/datasets/own/some/tree/main': tree('b.jsonl', 'a.jsonl'),
      '/api/datasets/own/none/tree/main': tree('a.csv'),
      '/api/datasets/own/odd/tree/main': send('<html>'),
    });
    expect(await failure('hub:own/some', endpoint)).toMatchObject({
      code: 'input/which-file',
      hint: expect.stringContaining('hub:own/some/a.jsonl'),
    });
    expect(await failure('hub:own/none', endpoint)).toMatchObject({
      code: 'input/no-data-file',
      hint: expect.stringContaining('hub:own/none@refs/convert/parquet'),
    });
    expect(await failure('hub:own/odd', endpoint)).toMatchObject({ code: 'endpoint/broken-reply' });
  });

  it.each([
    [404, undefined, 'input/not-found'],
    [401, undefined, 'secret/missing'],
    [401, 'hf_canary', 'secret/refused'],
    [403, 'hf_canary', 'permission/refused'],
    [429, undefined, 'endpoint/rate-limited'],
    [503, undefined, 'endpoint/failed'],
  ])('fail by name when the Hub answers %i (token %s): %s', async (status, token, code) => {
    const endpoint = await serve({
      '/datasets/own/talks/resolve/main/a.jsonl': (_, response) => response.writeHead(status).end('no'),
    });
    const thrown = await failure('hub:own/talks/a.jsonl', endpoint, token);
    expect(thrown).toMatchObject({ code });
    expect(JSON.stringify(thrown)).not.toContain('hf_canary');
  });

  it('leave nothing of a download that breaks off, and say where it went to', async () => {
    const endpoint = await serve({
      '/datasets/own/talks/resolve/main/a.jsonl': (_, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write(jsonl(talk('a')));
        setTimeout(() => response.destroy(), 20);
      },
    });
    expect(await failure('hub:own/talks/a.jsonl', endpoint)).toMatchObject({ code: 'endpoint/unreachable' });
    await expect(readFile(join(folder, 'general-source.jsonl'))).rejects.toThrow('ENOENT');
    expect(await failure('hub:own/talks/a.jsonl')).toMatchObject({
      code: 'endpoint/unreachable',
      message: expect.stringContaining('http://127.0.0.1:9/'),
    });
  });
});
