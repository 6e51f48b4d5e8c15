import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CompletionRequest, replyTo } from './reply-to.ts';

export interface Endpoint {
  /** `http://127.0.0.1:PORT/v1` */
  readonly url: string;
  /** Bodies as they came, in order. */
  readonly bodies: string[];
  readonly authorizations: (string | undefined)[];
  close(): Promise<void>;
}

/** A chat completions endpoint on loopback that counts and keeps what it is asked. */
export async function startEndpoint(options: { readonly latencyMs?: number } = {}): Promise<Endpoint> {
  const bodies: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      bodies.push(body);
      authorizations.push(request.headers.authorization);
      const answer = () => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(completionOf(body)));
      };
      if (options.latencyMs) setTimeout(answer, options.latencyMs);
      else answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    bodies,
    authorizations,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function completionOf(body: string): unknown {
  const reply = replyTo(JSON.parse(body) as CompletionRequest);
  const id = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const isCall = 'call' in reply;
  const message = isCall
    ? {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: `call_${id}`,
            type: 'function',
            function: { name: reply.call.name, arguments: JSON.stringify(reply.call.arguments) },
          },
        ],
      }
    : { role: 'assistant', content: reply.content };
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'stand-in',
    choices: [{ index: 0, message, finish_reason: isCall ? 'tool_calls' : 'stop' }],
    usage: {
      prompt_tokens: Math.ceil(body.length / 4),
      completion_tokens: 20,
      total_tokens: Math.ceil(body.length / 4) + 20,
    },
  };
}
