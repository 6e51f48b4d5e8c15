import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Milliseconds before each reply. */
export const LATENCY_MS = 200;

const reply = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 0,
  model: 'bench',
  choices: [
    {
      index: 0,
      finish_reason: 'tool_calls',
      message: {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: 'call_0',
            type: 'function',
            function: { name: 'convert_units', arguments: '{"value":3,"from":"h","to":"min"}' },
          },
        ],
      },
    },
  ],
  usage: { prompt_tokens: 700, completion_tokens: 30, total_tokens: 730 },
});
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(reply) };

/** Run as a child process: a chat endpoint with a fixed latency that tells its parent where it listens. */
if (process.send !== undefined) {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => setTimeout(() => response.writeHead(200, headers).end(reply), LATENCY_MS));
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit());
}
