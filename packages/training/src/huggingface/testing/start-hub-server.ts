import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@imaginarium/contracts';
import { createScriptedService, type ScriptedService } from '../../testing/scripted-service.ts';
import { jobOnWire, logOf } from './hub-jobs.ts';
import { createHubRepos, type HubFile, type HubRepos, treeOf } from './hub-repos.ts';

export interface HubServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly repos: HubRepos;
  readonly service: ScriptedService;
  /** Method and path with query of every request. */
  readonly seen: string[];
  /** The next streams of logs break off after so many lines. */
  readonly cuts: number[];
  close(): Promise<void>;
}

const HARDWARE = [
  {
    name: 'cpu-basic',
    prettyName: 'CPU',
    cpu: '2 vCPU',
    ram: '16 GB',
    accelerator: null,
    unitCostUSD: 0.0002,
    unitLabel: 'minute',
  },
  {
    name: 'a100-large',
    prettyName: 'A100',
    cpu: '12 vCPU',
    ram: '142 GB',
    accelerator: { type: 'gpu', model: 'A100', quantity: '1', vram: '80 GB', manufacturer: 'Nvidia' },
    unitCostUSD: 0.0417,
    unitLabel: 'minute',
  },
];
const PAGE = 2;

interface Exchange {
  readonly url: URL;
  readonly content: Buffer;
  readonly origin: string;
  readonly match: RegExpExecArray;
  json(): JsonObject;
}

type Reply = {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly lines?: string[];
};
type Route = readonly [method: string, path: RegExp, answer: (exchange: Exchange) => Reply];

/** The parts of the Hugging Face Hub that fine-tuning needs, on a free port of 127.0.0.1: repositories with LFS, and jobs. */
export async function startHubServer(): Promise<HubServer> {
  const hub = { repos: createHubRepos(), service: createScriptedService(), seen: [] as string[], cuts: [] as number[] };
  const routes = [...repoRoutes(hub.repos), ...jobRoutes(hub.service, hub.repos)];
  const server = createServer(async (incoming, response) => {
    const origin = `http://${incoming.headers.host}`;
    const url = new URL(incoming.url ?? '/', origin);
    const content = await contentOf(incoming);
    hub.seen.push(`${incoming.method} ${url.pathname}${url.search}`);
    if (!url.pathname.startsWith('/lfs/') && !/^Bearer hf_/.test(incoming.headers.authorization ?? ''))
      return send(response, { status: 401, body: { error: 'Invalid credentials' } });
    for (const [method, path, answer] of routes) {
      const match = method === incoming.method ? path.exec(url.pathname) : null;
      if (match === null) continue;
      const reply = answer({ url, content, origin, match, json: () => JSON.parse(content.toString('utf8')) });
      return send(response, reply, reply.lines ? hub.cuts.shift() : undefined);
    }
    send(response, { status: 404, body: { error: 'Not found' } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...hub,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function repoRoutes(repos: HubRepos): Route[] {
  const notFound: Reply = {
    status: 404,
    headers: { 'x-error-code': 'RepoNotFound' },
    body: { error: 'Repository not found' },
  };
  return [
    [
      'POST',
      /^\/api\/repos\/create$/,
      ({ json }) => {
        const { name, organization, visibility } = json();
        const id = `${organization}/${name}`;
        return repos.create(id, visibility === 'private')
          ? { body: { url: id, id } }
          : { status: 409, body: { error: 'You already created this dataset repo' } };
      },
    ],
    [
      'GET',
      /^\/api\/datasets\/([^/]+\/[^/]+)\/tree\/([^/]+)$/,
      ({ match }) => {
        const commit = repos.at(match[1] ?? '', match[2] ?? '');
        return commit ? { body: treeOf(commit) } : notFound;
      },
    ],
    [
      'GET',
      /^\/api\/datasets\/([^/]+\/[^/]+)\/revision\/([^/]+)$/,
      ({ match }) => {
        const commit = repos.at(match[1] ?? '', match[2] ?? '');
        return commit ? { body: { _id: '1', id: match[1], sha: commit.id, private: true } } : notFound;
      },
    ],
    [
      'POST',
      /^\/api\/datasets\/[^/]+\/[^/]+\/preupload\/main$/,
      ({ json }) => {
        const { files } = json() as { files: { path: string }[] };
        return {
          body: {
            files: files.map(({ path }) => ({ path, uploadMode: path.endsWith('.parquet') ? 'lfs' : 'regular' })),
          },
        };
      },
    ],
    [
      'POST',
      /^\/datasets\/[^/]+\/[^/]+\.git\/info\/lfs\/objects\/batch$/,
      ({ json, origin }) => {
        const { objects } = json() as { objects: { oid: string; size: number }[] };
        return {
          body: {
            transfer: 'basic',
            objects: objects.map(({ oid, size }) => ({
              oid,
              size,
              ...(repos.blobs.has(oid) ? {} : { actions: { upload: { href: `${origin}/lfs/${oid}` } } }),
            })),
          },
        };
      },
    ],
    [
      'PUT',
      /^\/lfs\/([0-9a-f]{64})$/,
      ({ match, content }) => {
        repos.blobs.set(match[1] ?? '', content);
        return { body: {} };
      },
    ],
    [
      'POST',
      /^\/api\/datasets\/([^/]+\/[^/]+)\/commit\/main$/,
      ({ match, content }) => {
        const name = match[1] ?? '';
        if (!repos.all.has(name)) return notFound;
        const changes = new Map<string, HubFile>();
        let title = '';
        for (const line of content.toString('utf8').split('\n')) {
          const { key, value } = JSON.parse(line);
          if (key === 'header') title = value.summary;
          if (key === 'file') changes.set(value.path, { content: Buffer.from(value.content, 'base64'), isLfs: false });
          if (key === 'lfsFile') {
            const blob = repos.blobs.get(value.oid);
            if (blob === undefined) return { status: 400, body: { error: `no LFS object ${value.oid}` } };
            changes.set(value.path, { content: blob, isLfs: true });
          }
        }
        const { id } = repos.commit(name, title, changes);
        return { body: { success: true, commitOid: id, commitUrl: id, hookOutput: '' } };
      },
    ],
    [
      'GET',
      /^\/api\/models\/([^/]+\/[^/]+)\/commits\/main$/,
      ({ match }) => {
        const commits = repos.all.get(match[1] ?? '')?.commits;
        if (commits === undefined) return notFound;
        const date = new Date(0).toISOString();
        return { body: commits.toReversed().map(({ id, title }) => ({ id, title, message: '', authors: [], date })) };
      },
    ],
  ];
}

function jobRoutes(service: ScriptedService, repos: HubRepos): Route[] {
  const notFound: Reply = { status: 404, body: { error: 'Job not found' } };
  return [
    ['GET', /^\/api\/jobs\/hardware$/, () => ({ body: HARDWARE })],
    [
      'POST',
      /^\/api\/jobs\/([^/]+)$/,
      ({ json, match }) => {
        const body = json();
        // A real job pushes to its repository while it runs; here the commits are there when they are looked for.
        const command = body.command as string[];
        const target = command[command.indexOf('--hub_model_id') + 1] ?? '';
        repos.create(target, true);
        for (const title of ['Training in progress, step 2', 'Training in progress, step 4', 'End of training'])
          repos.commit(target, title, new Map());
        return { body: jobOnWire(service.addJob(body), match[1] ?? '') };
      },
    ],
    [
      'GET',
      /^\/api\/jobs\/([^/]+)$/,
      ({ url, match, origin }) => {
        const label = url.searchParams.get('label')?.split('=');
        const all = service.jobs
          .toReversed()
          .map((job) => jobOnWire(job, match[1] ?? ''))
          .filter(({ labels }) => !label || (labels as Record<string, string>)[label[0] ?? ''] === label[1]);
        const from = Number(url.searchParams.get('from') ?? 0);
        url.searchParams.set('from', String(from + PAGE));
        const link = `<${origin}${url.pathname}${url.search}>; rel="next"`;
        return { body: all.slice(from, from + PAGE), ...(all.length > from + PAGE ? { headers: { link } } : {}) };
      },
    ],
    [
      'GET',
      /^\/api\/jobs\/([^/]+)\/([^/]+)$/,
      ({ match }) => {
        const job = service.find(match[2] ?? '');
        return job ? { body: jobOnWire(job, match[1] ?? '') } : notFound;
      },
    ],
    [
      'POST',
      /^\/api\/jobs\/([^/]+)\/([^/]+)\/cancel$/,
      ({ match }) => {
        const job = service.find(match[2] ?? '');
        if (!job) return notFound;
        service.cancel(job);
        return { body: jobOnWire(job, match[1] ?? '') };
      },
    ],
    [
      'GET',
      /^\/api\/jobs\/[^/]+\/([^/]+)\/logs$/,
      ({ match }) => {
        const job = service.find(match[1] ?? '');
        return job ? { lines: logOf(job).map((line) => JSON.stringify(line)) } : notFound;
      },
    ],
  ];
}

async function contentOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** @param cut lines of a stream after which the connection breaks */
function send(response: ServerResponse, reply: Reply, cut?: number): void {
  const type = reply.lines ? 'text/event-stream' : 'application/json';
  response.writeHead(reply.status ?? 200, { 'content-type': type, ...reply.headers });
  if (reply.lines === undefined) return void response.end(JSON.stringify(reply.body ?? {}));
  const text = reply.lines.slice(0, cut).map((line) => `data: ${line}\n\n: keep-alive\n\n`);
  if (cut === undefined) return void response.end(text.join(''));
  response.write(text.join('') || ': \n\n', () => response.destroy());
}
