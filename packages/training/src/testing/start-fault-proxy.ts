import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Which requests: by method and by a pattern of the path without its query. */
export interface Operation {
  readonly method: string;
  readonly path: RegExp;
}

export type Fault =
  /** Answers so, and the server behind never sees the request. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** `lost-reply`: the server behind does its work, the reply is dropped; `half-body`: so is the second half of it; `close`: ends the connection at once; `hang`: never answers. */
  | 'lost-reply'
  | 'half-body'
  | 'close'
  | 'hang';

export interface SeenExchange {
  readonly method: string;
  readonly path: string;
}

export interface FaultProxy {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly seen: readonly SeenExchange[];
  /** The next requests of the operation meet these faults, one each; `null` lets one pass. */
  inject(operation: Operation, ...faults: readonly (Fault | null)[]): void;
  /** Forgets the faults that nothing has met. */
  clear(): void;
  close(): Promise<void>;
}

/** A proxy before any HTTP server that breaks exchanges as told, on the real wire. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const waiting: { readonly operation: Operation; readonly fault: Fault | null }[] = [];
  const seen: SeenExchange[] = [];
  const server = createServer(async (incoming, response) => {
    const method = incoming.method ?? 'GET';
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    seen.push({ method, path });
    const at = waiting.findIndex(({ operation }) => operation.method === method && operation.path.test(path));
    const fault = at < 0 ? null : (waiting.splice(at, 1)[0]?.fault ?? null);
    if (fault === 'hang') return;
    const content = await contentOf(incoming);
    if (fault === 'close') return void response.destroy();
    if (fault !== null && typeof fault === 'object') return sendStatus(response, fault);
    forward(target, incoming, content, response, fault);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    inject: (operation, ...faults) => {
      for (const fault of faults) waiting.push({ operation, fault });
    },
    clear: () => {
      waiting.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function contentOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function sendStatus(response: ServerResponse, { status, headers, body }: Exclude<Fault, string>): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body ?? { error: { message: `scripted ${status}`, type: 'scripted' } }));
}

function forward(
  target: string,
  incoming: IncomingMessage,
  content: Buffer,
  response: ServerResponse,
  fault: 'lost-reply' | 'half-body' | null,
): void {
  const outgoing = send(
    new URL(incoming.url ?? '/', target),
    { method: incoming.method, headers: whole(incoming.headers, content) },
    async (reply) => {
      const body = await contentOf(reply);
      if (fault === 'lost-reply') return void response.destroy();
      response.writeHead(reply.statusCode ?? 502, whole(reply.headers, body));
      if (fault === null) return void response.end(body);
      response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
    },
  );
  outgoing.on('error', () => response.destroy());
  outgoing.end(content);
}

/** What was read whole is sent with its length and not in chunks. */
function whole({ 'transfer-encoding': _, ...headers }: IncomingHttpHeaders, content: Buffer): IncomingHttpHeaders {
  return { ...headers, 'content-length': String(content.length) };
}
