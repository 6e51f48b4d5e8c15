import type { JsonObject, JsonValue, ToolCallContext, ToolOutput } from '@imaginarium/contracts';
import { readResponse } from '../http/read-response.ts';
import type { ToolBenchEntry } from './read-entries.ts';

export interface SimulatorOptions {
  /** Base URL of a StableToolBench server; calls go to its `/virtual`. */
  readonly url: string;
  /** Name of the secret that holds the server's key. @default none is sent */
  readonly key?: string;
  /** ToolBench's category by parent tool, where the file does not say it. @default {} */
  readonly categories?: { readonly [toolName: string]: string };
}

/** Asks StableToolBench what the API would have answered (its `POST /virtual`): `{error, response}`, marked as simulated. */
export async function callSimulator(
  entry: ToolBenchEntry,
  server: SimulatorOptions,
  args: JsonObject,
  context: ToolCallContext,
): Promise<ToolOutput> {
  const response = await context.fetch(`${server.url.replace(/\/+(virtual\/*)?$|\/virtual$/, '')}/virtual`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      category: entry.category ?? server.categories?.[entry.toolName] ?? '',
      tool_name: entry.toolName,
      api_name: entry.apiName,
      tool_input: args,
      strip: '',
      toolbench_key: server.key === undefined ? '' : context.secret(server.key),
    }),
    signal: context.signal,
  });
  const output = await readResponse(response);
  return { ...(output.isError ? output : readAnswer(output)), isSimulated: true };
}

function readAnswer(output: ToolOutput): ToolOutput {
  const answer = output.content;
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return output;
  const { error, response } = answer;
  if (error !== undefined && error !== null && error !== '') return { ...output, content: error, isError: true };
  return response === undefined ? output : { ...output, content: parsed(response) };
}

function parsed(response: JsonValue): JsonValue {
  if (typeof response !== 'string') return response;
  try {
    return JSON.parse(response) as JsonValue;
  } catch {
    return response;
  }
}
