import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { ImaginariumError } from '@imaginarium/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { deniedAddress, deniedUrl } from './denied-address.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import { guardedLookup, type ResolveHost } from './guarded-lookup.ts';

const servers: Server[] = [];
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `http://${host}` };
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const denied = { code: 'permission/address-denied' };
const never: ResolveHost = async (host) => {
  throw new Error(`${host} must not be resolved`);
};

describe('hostile URLs', () => {
  it('say that the host may be allowed only where that would help', async () => {
    const hintOf = async (url: string) => {
      const thrown = await createGuardedFetch()(url).catch((error: unknown) => error);
      expect(thrown).toMatchObject(denied);
      return (thrown as ImaginariumError).hint;
    };
    expect(await hintOf('http://127.0.0.1/')).toMatch(/allowHosts/);
    for (const url of ['file:///etc/hostname', 'ftp://127.0.0.1/', 'http://user:word@127.0.0.1/'])
      expect(await hintOf(url)).toBeUndefined();
  });

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://127.0.0.1:8080/admin',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://127.0.0.1./',
    'http://①②⑦.⓪.⓪.①/',
    'http://0/',
    'http://0.0.0.0/',
    'http://10.0.0.1/',
    'http://10.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0xa9fea9fe/',
    'http://2852039166/',
    'http://100.64.0.1/',
    'http://192.0.0.1/',
    'http://192.0.2.1/',
    'http://198.18.0.1/',
    'http://198.51.100.1/',
    'http://203.0.113.1/',
    'http://224.0.0.1/',
    'http://240.0.0.1/',
    'http://255.255.255.255/',
    'http://[::]/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::127.0.0.1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:8.8.8.8]/',
    'http://[::ffff:0:127.0.0.1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://[64:ff9b:1::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
    'http://[fc00::1]/',
    'http://[fd12:3456::1]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
    'http://[2001:db8::1]/',
    'http://[100::1]/',
    'http://localhost/',
    'http://LOCALHOST:3000/',
    'http://localhost./',
    'http://app.localhost/',
    'http://printer.local/',
    'http://metadata.google.internal/',
    'http://router.home.arpa/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'data:text/plain,hello',
    'http://user:password@example.com/',
    'http://example.com@127.0.0.1/',
  ])('refuses %s before anything is resolved', async (url) => {
    const guarded = createGuardedFetch({ resolveHost: never });
    const refusal = guarded(url);
    await expect(refusal).rejects.toMatchObject(denied);
    await expect(refusal).rejects.not.toThrow('password');
  });

  it.each([
    ['a private address', [{ address: '10.0.0.7', family: 4 }]],
    [
      'loopback among public addresses',
      [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    ],
    ['a mapped address', [{ address: '::ffff:10.0.0.7', family: 6 }]],
    ['the metadata service', [{ address: '169.254.169.254', family: 4 }]],
  ])('refuses a name that resolves to %s', async (_, addresses) => {
    const guarded = createGuardedFetch({ resolveHost: async () => addresses });
    await expect(guarded('http://rebind.example/')).rejects.toMatchObject(denied);
  });

  it('connects only to what was checked: a name that changes its answer is caught at every connection', async () => {
    const { host } = await serve((_, response) => response.end('reached'));
    let asked = 0;
    const resolveHost: ResolveHost = async () => [{ address: asked++ === 0 ? '10.9.8.7' : '127.0.0.1', family: 4 }];
    const guarded = createGuardedFetch({ resolveHost });
    const url = `http://rebind.example:${host.split(':')[1]}/`;
    await expect(guarded(url)).rejects.toMatchObject(denied);
    await expect(guarded(url)).rejects.toMatchObject(denied);
    expect(asked).toBe(2);
  });
});

describe('public addresses', () => {
  it('are let through', () => {
    for (const address of ['93.184.216.34', '172.32.0.1', '2606:2800:220:1:248:1893:25c8:1946'])
      expect(deniedAddress(address)).toBeUndefined();
    for (const url of ['https://example.com/', 'http://93.184.216.34:8080/', 'http://local.example.com./'])
      expect(deniedUrl(new URL(url))).toBeUndefined();
  });

  it('are handed to the connection in the shape that it asks for', async () => {
    const addresses = [
      { address: '2606:2800:220:1::1', family: 6 },
      { address: '93.184.216.34', family: 4 },
    ];
    const lookup = guardedLookup(async () => addresses);
    const ask = (options: { all?: boolean; family?: number | 'IPv4' }) =>
      new Promise((resolve) => lookup('example.com', options, (...answer) => resolve(answer)));
    expect(await ask({ all: true })).toEqual([null, addresses]);
    expect(await ask({})).toEqual([null, '2606:2800:220:1::1', 6]);
    expect(await ask({ family: 'IPv4' })).toEqual([null, '93.184.216.34', 4]);
  });
});

describe('redirects', () => {
  it.each(['http://127.0.0.1:1/', 'http://169.254.169.254/', '//[::1]/', 'file:///etc/passwd', 'http://localhost/'])(
    'are checked like any URL: %s',
    async (location) => {
      const { host, url } = await serve((_, response) => response.writeHead(302, { location }).end());
      await expect(createGuardedFetch({ allowHosts: [host] })(url)).rejects.toMatchObject(denied);
    },
  );

  it('stop after five', async () => {
    let hops = 0;
    const { host, url } = await serve((_, response) => response.writeHead(302, { location: `/${++hops}` }).end());
    const endless = createGuardedFetch({ allowHosts: [host] })(url);
    await expect(endless).rejects.toMatchObject({ code: 'endpoint/too-many-redirects' });
    expect(hops).toBe(6);
  });

  it('leave credentials behind when they leave the origin, and keep them inside it', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers);
      response.end('there');
    });
    const { host, url } = await serve((request, response) => {
      seen.push(request.headers);
      const location = request.url === '/' ? '/inside' : `${other.url}/`;
      response.writeHead(307, { location }).end();
    });
    const credentials = { authorization: 'Bearer a', cookie: 'b=c', 'x-api-key': 'd', 'x-own': 'e' };
    const guarded = createGuardedFetch({ allowHosts: [host, other.host] });
    const response = await guarded(url, { headers: { ...credentials, accept: 'text/plain' } });
    expect([await response.text(), response.url]).toEqual(['there', `${other.url}/`]);
    expect(seen[1]).toMatchObject(credentials);
    for (const name of Object.keys(credentials)) expect(seen[2]).not.toHaveProperty(name);
    expect(seen[2]).toHaveProperty('accept', 'text/plain');
  });

  it.each([
    [303, 'PUT', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [307, 'POST', 'POST', 'a=1'],
    [308, 'PUT', 'PUT', 'a=1'],
  ])('%i of a %s go on as %s', async (status, method, expected, body) => {
    const { host, url } = await serve(async (request, response) => {
      if (request.url === '/') return response.writeHead(status, { location: '/next' }).end();
      let text = '';
      for await (const chunk of request) text += chunk;
      response.end(`${request.method} ${text}`);
    });
    const guarded = createGuardedFetch({ allowHosts: [host] });
    expect(await (await guarded(url, { method, body: 'a=1' })).text()).toBe(`${expected} ${body}`);
  });
});

describe('answers', () => {
  it('may be reached where the host is allowed, with or without its port', async () => {
    const { host, url } = await serve((request, response) => response.end(request.headers['content-type']));
    expect(await (await createGuardedFetch({ allowHosts: [host] })(url)).text()).toBe('');
    const form = new FormData();
    form.set('file', new Blob(['x']), 'x.txt');
    const sent = await createGuardedFetch({ allowHosts: ['127.0.0.1'] })(url, { method: 'POST', body: form });
    expect(await sent.text()).toMatch(/^multipart\/form-data; boundary=/);
    await expect(createGuardedFetch({ allowHosts: ['127.0.0.1:1'] })(url)).rejects.toMatchObject(denied);
  });

  it('are decompressed and bounded, a bomb included', async () => {
    const { host, url } = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1_000_000))),
    );
    expect(await (await createGuardedFetch({ allowHosts: [host] })(url)).text()).toHaveLength(1_000_000);
    const bomb = await createGuardedFetch({ allowHosts: [host], bodyLimit: 10_000 })(url);
    await expect(bomb.text()).rejects.toMatchObject({ code: 'endpoint/response-too-large' });
  });

  it('that do not come are unreachable, and an abort is the abort', async () => {
    const guarded = createGuardedFetch({ allowHosts: ['127.0.0.1'] });
    await expect(guarded('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'endpoint/unreachable' });
    const { url } = await serve(() => undefined);
    await expect(guarded(url, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('without a body keep their status', async () => {
    const { url } = await serve((_, response) => response.writeHead(204).end());
    expect((await createGuardedFetch({ allowHosts: ['127.0.0.1'] })(url)).status).toBe(204);
  });
});
