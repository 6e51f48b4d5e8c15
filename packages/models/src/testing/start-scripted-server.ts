import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@imaginarium/contracts';

/** A request as the server saw it. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** The parsed body; empty where there was none. */
  readonly body: JsonObject;
}

/** What the server does with one request. */
export type ScriptedReply = {
  /** Milliseconds before anything is sent. @default 0 */
  readonly delayMs?: number;
} & (
  | { readonly text: string; readonly usage?: readonly [input: number, output: number] }
  | { readonly calls: readonly { readonly name: string; readonly arguments: string }[] }
  /** A whole body with a status of one's own: 429, 500, a reply that breaks the API. */
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body: unknown }
  /** `half-body` ends the connection inside the body, `hang` never answers, `close` ends it before a status. */
  | { readonly failure: 'half-body' | 'hang' | 'close' }
);

export interface ScriptedServer {
  /** `http://127.0.0.1:PORT/v1` */
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** An OpenAI-compatible server on a free port of 127.0.0.1 that answers as the handler says. */
export async function startScriptedServer(
  handler: (request: SeenRequest, index: number) => ScriptedReply,
): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const request = { path: incoming.url ?? '', headers: incoming.headers, body: await readBody(incoming) };
    const reply = handler(request, requests.push(request) - 1);
    if (reply.delayMs) await new Promise((resolve) => setTimeout(resolve, reply.delayMs));
    answer(response, reply, String(request.body.model));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(incoming: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}

function answer(response: ServerResponse, reply: ScriptedReply, model: string): void {
  if ('failure' in reply) {
    if (reply.failure === 'close') response.destroy();
    if (reply.failure === 'half-body') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"choices":[', () => response.destroy());
    }
    return;
  }
  const status = 'status' in reply ? reply.status : 200;
  const headers = 'status' in reply ? reply.headers : undefined;
  const body = 'status' in reply ? reply.body : completion(reply, model);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function completion(reply: Extract<ScriptedReply, { text: string } | { calls: unknown }>, model: string): JsonObject {
  const calls = 'calls' in reply ? reply.calls : undefined;
  const [input, output] = ('text' in reply ? reply.usage : undefined) ?? [10, 5];
  return {
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: 0,
    model,
    choices: [
      {
        index: 0,
        finish_reason: calls ? 'tool_calls' : 'stop',
        message: {
          role: 'assistant',
          content: 'text' in reply ? reply.text : null,
          ...(calls && {
            tool_calls: calls.map((call, index) => ({ id: `call_${index}`, type: 'function', function: { ...call } })),
          }),
        },
      },
    ],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  };
}
