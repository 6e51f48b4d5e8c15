import type { Readable } from 'node:stream';
import { ImaginariumError, messageOf } from '@imaginarium/contracts';
import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { locationOf, type McpServer } from './mcp-server.ts';

const LAST_WORDS = 2000;

export interface McpConnection {
  readonly client: Client;
  /** The last lines of a child's standard error: why it failed, in its own words. */
  lastWords(): string;
  /** Ends the session, and the child process. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts or reaches the server and shakes hands.
 * @throws ImaginariumError `input/mcp-start` when that does not succeed within `timeoutMs`; the child is ended
 */
export async function connect(
  server: McpServer,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<McpConnection> {
  const transport = createTransport(server);
  const lastWords = transport instanceof StdioClientTransport ? rememberLastWords(transport) : () => '';
  const client = new Client({ name: 'imaginarium', version: '0.1.0' });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= end(client, transport);
    return closing;
  };
  try {
    await client.connect(transport, { timeout: timeoutMs });
  } catch (cause) {
    await close();
    throw new ImaginariumError({
      code: 'input/mcp-start',
      message: `The MCP server did not start: ${locationOf(server)}: ${[messageOf(cause), lastWords()].filter(Boolean).join('\n')}`,
      hint:
        'url' in server
          ? 'Check the URL and its headers; the server must speak streamable HTTP.'
          : 'Run the command in a terminal: it should wait for input and print nothing but protocol messages.',
      cause,
    });
  }
  return { client, lastWords, close };
}

function createTransport(server: McpServer): StdioClientTransport | StreamableHTTPClientTransport {
  if ('url' in server) {
    const url = readUrl(server.url);
    return new StreamableHTTPClientTransport(url, { requestInit: { headers: { ...server.headers } } });
  }
  const { command, args = [], env, cwd } = server;
  return new StdioClientTransport({
    command,
    args: [...args],
    stderr: 'pipe',
    ...(env && { env: { ...env } }),
    ...(cwd === undefined ? {} : { cwd }),
  });
}

function readUrl(text: string): URL {
  const problem = (message: string, hint?: string) =>
    new ImaginariumError({ code: 'input/mcp-url', message, ...(hint && { hint }) });
  if (!URL.canParse(text)) throw problem(`This is not the URL of an MCP server: ${text}`);
  const url = new URL(text);
  if (url.username || url.password)
    throw problem('The URL of the MCP server holds credentials.', 'Give them as a header that names a secret.');
  return url;
}

/** Reads standard error, so that the child never blocks on it and it does not reach ours. */
function rememberLastWords(transport: StdioClientTransport): () => string {
  let tail = '';
  const stderr = transport.stderr as Readable | null;
  stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString('utf8')).slice(-LAST_WORDS);
  });
  return () => tail.trim();
}

async function end(client: Client, transport: Transport): Promise<void> {
  // A server that is gone cannot say goodbye; nothing is lost.
  if (transport instanceof StreamableHTTPClientTransport) await transport.terminateSession().catch(() => undefined);
  await client.close().catch(() => undefined);
  await transport.close().catch(() => undefined);
}
