import {
  ImaginariumError,
  type ImportNotice,
  type JsonObject,
  messageOf,
  type Tool,
  type ToolSource,
  type ToolSpec,
} from '@imaginarium/contracts';
import type { Tool as McpTool } from '@modelcontextprotocol/client';
import { schemaProblem } from '../executor/validate-arguments.ts';
import { legalToolName } from '../names/legal-tool-name.ts';
import { refuseUnknownNames } from '../names/refuse-unknown-names.ts';
import { toolVersion } from '../names/tool-version.ts';
import type { McpConnection } from './connect.ts';
import { locationOf, type McpServer } from './mcp-server.ts';
import type { readFailure as ReadFailure } from './read-failure.ts';
import { readResult } from './read-result.ts';

export interface ImportMcpOptions {
  /** The tools to import, by the server's names. @default all */
  readonly only?: readonly string[];
  /** Milliseconds that starting, listing, and each call may take. @default 60000 */
  readonly timeoutMs?: number;
  /** Believe the server's word that a tool only reads. @default false */
  readonly trustAnnotations?: boolean;
}

/**
 * Imports the tools of an MCP server (stdio or streamable HTTP), all pages of its list. Tools that must run as tasks,
 * and tools whose schema is not valid, are left out with a notice. `close` ends the child process.
 * @throws ImaginariumError `input/mcp-start`, `input/mcp-url`, `input/mcp-list`, `input/unknown-tool`
 */
export async function importMcp(server: McpServer, options: ImportMcpOptions = {}): Promise<ToolSource> {
  const timeoutMs = options.timeoutMs ?? 60_000;
  // The client takes longer to load than most commands to run: it is loaded for those who have a server.
  const [{ connect }, { readFailure }] = await Promise.all([import('./connect.ts'), import('./read-failure.ts')]);
  const connection = await connect(server, { timeoutMs });
  try {
    const offered = await listTools(connection, server, timeoutMs);
    const wanted = selectTools(offered, options.only, locationOf(server));
    const { tools, notices } = importTools(wanted, connection, locationOf(server), {
      ...options,
      timeoutMs,
      readFailure,
    });
    return { tools, notices, close: connection.close };
  } catch (thrown) {
    await connection.close();
    throw thrown;
  }
}

async function listTools(
  { client, lastWords }: McpConnection,
  server: McpServer,
  timeoutMs: number,
): Promise<McpTool[]> {
  try {
    return (await client.listTools(undefined, { timeout: timeoutMs })).tools;
  } catch (cause) {
    throw new ImaginariumError({
      code: 'input/mcp-list',
      message: `The MCP server ${locationOf(server)} did not list its tools: ${[messageOf(cause), lastWords()].filter(Boolean).join('\n')}`,
      cause,
    });
  }
}

function selectTools(
  offered: readonly McpTool[],
  only: readonly string[] | undefined,
  location: string,
): readonly McpTool[] {
  if (!only) return offered;
  const names = offered.map(({ name }) => name);
  refuseUnknownNames(only, names, location);
  return offered.filter(({ name }) => only.includes(name));
}

function importTools(
  offered: readonly McpTool[],
  connection: McpConnection,
  location: string,
  options: ImportMcpOptions & { readonly timeoutMs: number; readonly readFailure: typeof ReadFailure },
): { tools: Tool[]; notices: ImportNotice[] } {
  const notices: ImportNotice[] = [];
  const taken = new Set<string>();
  const group = connection.client.getServerVersion()?.name;
  const tools = offered.flatMap((offer): Tool[] => {
    if (offer.execution?.taskSupport === 'required') {
      notices.push({ tool: offer.name, message: 'left out: it can only run as a task' });
      return [];
    }
    const parameters = parametersOf(offer);
    const problem = schemaProblem(parameters);
    if (problem) {
      notices.push({ tool: offer.name, message: `left out: its input schema is not valid: ${problem}` });
      return [];
    }
    const name = legalToolName(offer.name, taken);
    if (name !== offer.name) notices.push({ tool: name, message: `renamed from "${offer.name}"` });
    const definition = { name, description: offer.description ?? offer.title ?? '', parameters };
    const spec: ToolSpec = {
      ...definition,
      originalName: offer.name,
      ...effectOf(offer, options.trustAnnotations ?? false),
      source: { kind: 'mcp', location, ...(group === undefined ? {} : { group }) },
      version: toolVersion(definition),
    };
    return [{ spec, call: callOf(offer.name, connection, location, options) }];
  });
  return { tools, notices };
}

function parametersOf({ inputSchema }: McpTool): JsonObject {
  const { $schema, ...schema } = inputSchema as JsonObject;
  // Some endpoints refuse an object schema without `properties`.
  return { ...schema, type: 'object', properties: schema.properties ?? {} };
}

/** Annotations are hints, not truth: without trust every tool is taken to write. */
function effectOf({ annotations }: McpTool, isTrusted: boolean): Pick<ToolSpec, 'effect' | 'effectFrom'> {
  if (!isTrusted || annotations?.readOnlyHint === undefined) return { effect: 'write', effectFrom: 'default' };
  return { effect: annotations.readOnlyHint ? 'read' : 'write', effectFrom: 'annotation' };
}

function callOf(
  name: string,
  { client, lastWords }: McpConnection,
  location: string,
  { timeoutMs, readFailure }: { readonly timeoutMs: number; readonly readFailure: typeof ReadFailure },
): NonNullable<Tool['call']> {
  return async (args, { signal }) => {
    try {
      return readResult(await client.callTool({ name, arguments: args }, { signal, timeout: timeoutMs }));
    } catch (thrown) {
      signal.throwIfAborted();
      return readFailure(thrown, { location, lastWords: lastWords() });
    }
  };
}
