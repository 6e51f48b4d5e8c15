import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Completion {
  readonly messages: readonly { readonly role: string; readonly content: string | null }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

/** One request body in so many is kept for the peer to send again; no divisor of the calls of a trial, so that all steps are among them. */
const KEEP_EVERY = 7;

let requests = 0;
const bodies: string[] = [];

/** A query of its own for every turn, a call for a query, an answer for an observation, a verdict for the rest. */
function messageFor({ messages, tools }: Completion): object {
  const last = messages.at(-1);
  if (last?.content?.startsWith('Imagine')) return { role: 'assistant', content: queryOf(requests) };
  if (last?.role === 'tool') return { role: 'assistant', content: 'It takes that many minutes.' };
  if (tools === undefined) return { role: 'assistant', content: '{"solved": true, "reason": "The tool answered."}' };
  const called = { name: tools[0]?.function.name, arguments: `{"value":${requests},"from":"h","to":"min"}` };
  return { role: 'assistant', content: null, tool_calls: [{ id: 'call_0', type: 'function', function: called }] };
}

const WORDS = [
  'lantern',
  'harbour',
  'violin',
  'glacier',
  'orchard',
  'compass',
  'saffron',
  'meadow',
  'anvil',
  'parade',
  'tunnel',
  'quartz',
];

function queryOf(seed: number): string {
  const word = (step: number) => WORDS[(seed * 7 + step * step * (seed % 13)) % WORDS.length];
  return `The ${word(1)} ${word(2)} number ${seed * 7919} near the ${word(3)} runs for ${seed} hours of ${word(4)}; how many minutes is that?`;
}

/** Run as a child process: a chat endpoint that waits as many milliseconds before each reply as it is told, and tells its parent where it listens and what it got. */
if (process.send !== undefined) {
  const latencyMs = Number(process.argv[2]);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      if (requests++ % KEEP_EVERY === 0) bodies.push(body);
      const message = messageFor(JSON.parse(body));
      const reply = JSON.stringify({
        id: `chatcmpl-${requests}`,
        object: 'chat.completion',
        created: 0,
        model: 'bench',
        choices: [{ index: 0, finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop', message }],
        usage: { prompt_tokens: 700, completion_tokens: 30, total_tokens: 730 },
      });
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(reply) });
        response.end(reply);
      }, latencyMs);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('message', () => process.send?.({ requests, bodies }));
  process.on('disconnect', () => process.exit());
}
