import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DialectRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly content: Buffer;
  json(): Record<string, unknown>;
  form(): Promise<FormData>;
}

export interface DialectReply {
  readonly status?: number;
  readonly body?: unknown;
  /** Sent as it is instead of a JSON body. */
  readonly text?: string;
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  close(): Promise<void>;
}

/** An HTTP server on a free port of 127.0.0.1 that answers as the dialect says. */
export async function startDialectServer(
  answer: (request: DialectRequest) => DialectReply | Promise<DialectReply>,
): Promise<RunningServer> {
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const content = Buffer.concat(chunks);
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const headers = new Headers(incoming.headers as Record<string, string>);
    const reply = await answer({
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers,
      content,
      json: () => JSON.parse(content.toString('utf8')),
      form: () => new Response(content, { headers: { 'content-type': headers.get('content-type') ?? '' } }).formData(),
    });
    response.writeHead(reply.status ?? 200, {
      'content-type': reply.text === undefined ? 'application/json' : 'text/plain',
    });
    response.end(reply.text ?? JSON.stringify(reply.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
