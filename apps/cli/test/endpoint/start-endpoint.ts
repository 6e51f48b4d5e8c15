import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CompletionRequest, replyTo } from './reply-to.ts';

/** How an endpoint that misbehaves answers one request. */
export type Misbehaviour = (response: ServerResponse) => void;

export interface EndpointOptions {
  readonly latencyMs?: number;
  /** Chosen for each request by its number, from 1; undefined: answered as usual. */
  readonly misbehave?: (number: number) => Misbehaviour | undefined;
  /** The assistant's message, as the wire has it. @default a decent model's (`replyTo`) */
  readonly messageOf?: (request: CompletionRequest) => Readonly<Record<string, unknown>>;
  /** Told of each request when it has arrived whole. */
  readonly onRequest?: (number: number) => void;
}

export interface Endpoint {
  /** `http://127.0.0.1:PORT/v1` */
  readonly url: string;
  /** Bodies as they came, in order. */
  readonly bodies: string[];
  readonly authorizations: (string | undefined)[];
  close(): Promise<void>;
}

/** A chat completions endpoint on loopback that keeps what it is asked. The model it says it is, is the digest of the request. */
export async function startEndpoint(options: EndpointOptions = {}): Promise<Endpoint> {
  const bodies: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const number = bodies.push(body);
      authorizations.push(request.headers.authorization);
      options.onRequest?.(number);
      const misbehaviour = options.misbehave?.(number);
      if (misbehaviour) return misbehaviour(response);
      const answer = () => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(completionOf(body, options.messageOf ?? decentMessage)));
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
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Names a request by its content; answers carry it as the name of the model. */
export function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16);
}

function completionOf(body: string, messageOf: NonNullable<EndpointOptions['messageOf']>): unknown {
  const message = messageOf(JSON.parse(body) as CompletionRequest);
  const id = digestOf(body);
  const inputTokens = Math.ceil(body.length / 4);
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: `stand-in-${id}`,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', ...message },
        finish_reason: message.tool_calls === undefined ? 'stop' : 'tool_calls',
      },
    ],
    usage: { prompt_tokens: inputTokens, completion_tokens: 20, total_tokens: inputTokens + 20 },
  };
}

function decentMessage(request: CompletionRequest): Readonly<Record<string, unknown>> {
  const reply = replyTo(request);
  return 'call' in reply ? callMessage([reply.call.name, reply.call.arguments]) : { content: reply.content };
}

/** A message of calls; arguments that are text already go as they are. */
export function callMessage(
  ...calls: readonly (readonly [name: string, args: unknown])[]
): Readonly<Record<string, unknown>> {
  return {
    content: null,
    tool_calls: calls.map(([name, args], at) => ({
      id: `call_${digestOf(JSON.stringify([name, args, at]))}`,
      type: 'function',
      function: { name, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
    })),
  };
}
