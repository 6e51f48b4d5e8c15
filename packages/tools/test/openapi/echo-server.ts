import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ToolCallContext } from '@imaginarium/contracts';
import { createRandom, ImaginariumError, systemClock } from '@imaginarium/contracts';

export interface Received {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** A server on a free port of 127.0.0.1 that answers every request with what it received. */
export async function startEcho(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const received = { method: request.method, url: request.url, headers: request.headers, body };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(received));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A call's surroundings with the given secrets and a fetch that reaches loopback. */
export function callContext(secrets: { readonly [name: string]: string } = {}): ToolCallContext {
  return {
    signal: AbortSignal.timeout(20_000),
    clock: systemClock,
    random: createRandom(1),
    fetch: globalThis.fetch,
    secret: (name) => {
      const value = secrets[name];
      if (value === undefined) throw new ImaginariumError({ code: 'secret/missing', message: `No secret ${name}` });
      return value;
    },
  };
}
