// A minimal MCP server over stdio (JSON-RPC lines) that misbehaves in the way its argument names.
import { createInterface } from 'node:readline';

const behaviour = process.argv[2];
if (behaviour === 'dies-at-start') {
  process.stderr.write('fatal: the database is missing\n');
  process.exit(3);
}

if (behaviour === 'noisy') process.stdout.write('Server is running!\n');

const page = (number) => ({
  tools: [tool(`page.${number}`)],
  ...(number < 3 ? { nextCursor: String(number + 1) } : {}),
});
const tool = (name, more = {}) => ({ name, description: `Tool ${name}.`, inputSchema: { type: 'object' }, ...more });
const lists = {
  pages: ({ cursor = '1' } = {}) => page(Number(cursor)),
  odd: () => ({
    tools: [
      tool('task_only', { execution: { taskSupport: 'required' } }),
      tool('bad_schema', { inputSchema: { type: 'object', properties: { a: { type: 'strnig' } } } }),
      tool('a.very/odd name'),
      tool('reader', { annotations: { readOnlyHint: true } }),
      tool('writer', { annotations: { readOnlyHint: false } }),
    ],
  }),
};

const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'misbehaving', version: '1.0.0' },
  }),
  'tools/list': lists[behaviour] ?? (() => ({ tools: [tool('act')] })),
  'tools/call': () => {
    if (behaviour === 'dies-midway') {
      process.stderr.write('fatal: out of cheese\n');
      process.exit(4);
    }
    if (behaviour === 'pid') return { content: [{ type: 'text', text: String(process.pid) }] };
    if (behaviour === 'hangs') return undefined;
    if (behaviour === 'refuses') throw { code: -32602, message: 'Tool act not found' };
    if (behaviour === 'mixed')
      return {
        structuredContent: { total: 2 },
        content: [
          { type: 'text', text: '{"total":2}' },
          { type: 'text', text: 'two in all' },
          { type: 'image', mimeType: 'image/png', data: 'AAAA' },
          { type: 'resource_link', name: 'log', uri: 'file:///log' },
          { type: 'resource', resource: { uri: 'x://1', mimeType: 'text/plain', text: 'inside' } },
          { type: 'resource', resource: { uri: 'x://2', blob: 'AAAA' } },
        ],
      };
    return { content: [{ type: 'text', text: 'done' }] };
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined || (behaviour === 'silent' && method === 'initialize')) return;
  let reply;
  try {
    const result = answers[method]?.(params ?? {});
    if (result === undefined) return;
    reply = { result };
  } catch (error) {
    reply = { error };
  }
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...reply })}\n`);
});
