import { readFile } from 'node:fs/promises';
import {
  ImaginariumError,
  type ImportNotice,
  type JsonObject,
  messageOf,
  type Tool,
  type ToolDefinition,
  type ToolSource,
} from '@imaginarium/contracts';
import { legalToolName } from '../names/legal-tool-name.ts';
import { refuseUnknownNames } from '../names/refuse-unknown-names.ts';
import { toolVersion } from '../names/tool-version.ts';
import { absoluteServer } from '../openapi/plan-server.ts';
import { callSimulator, type SimulatorOptions } from './call-simulator.ts';
import { parameterSchema } from './parameter-schema.ts';
import { readEntries, type ToolBenchEntry } from './read-entries.ts';

export interface ImportToolBenchOptions {
  /** A JSON file of STE descriptions or ToolBench tools. */
  readonly file: string;
  /** Names, as the file has them or as tools have them, or parent tools. @default all */
  readonly only?: readonly string[];
  /** A StableToolBench server that answers calls. @default none: the tools have no `call` */
  readonly server?: SimulatorOptions;
}

const LONGEST_DESCRIPTION = 1_024;

/**
 * The APIs that a ToolBench or STE file describes as tools, named `tool__api`; what a simulator answers is marked as simulated.
 * @throws ImaginariumError `input/toolbench`, `input/unknown-tool`
 */
export async function importToolBench(options: ImportToolBenchOptions): Promise<ToolSource> {
  const { file, server } = options;
  const only = options.only && new Set(options.only);
  const taken = new Set<string>();
  const notices: ImportNotice[] = [];
  const named = readEntries(await readText(file), file).map((entry) => ({
    entry,
    name: legalToolName(entry.originalName.replace('%%', '__'), taken),
  }));
  if (only) {
    const known = named.flatMap(({ entry, name }) => [name, entry.originalName, entry.toolName]);
    refuseUnknownNames([...only], known, file);
  }
  const isWanted = ({ entry, name }: (typeof named)[number]) =>
    only === undefined || [name, entry.originalName, entry.toolName].some((label) => only.has(label));
  const tools = named.filter(isWanted).map(({ entry, name }): Tool => {
    const parameters = argumentsSchema(entry, (message) => notices.push({ tool: name, message }));
    const definition: ToolDefinition = { name, description: describe(entry), parameters };
    const spec = toSpec(entry, definition, options);
    if (server === undefined) return { spec };
    const known = absoluteServer(server.url);
    return {
      spec,
      ...(known ? { server: known } : {}),
      call: (args, context) => callSimulator(entry, server, args, context),
    };
  });
  return { tools, notices, close: async () => {} };
}

function toSpec(entry: ToolBenchEntry, definition: ToolDefinition, options: ImportToolBenchOptions): Tool['spec'] {
  const isRead = entry.method !== undefined && /^(get|head)$/i.test(entry.method);
  const secret = options.server?.key;
  return {
    ...definition,
    originalName: entry.originalName,
    effect: isRead ? 'read' : 'write',
    effectFrom: entry.method === undefined ? 'default' : 'http-verb',
    source: { kind: 'toolbench', location: options.file, group: entry.toolName },
    version: toolVersion(definition),
    ...(secret === undefined ? {} : { auth: [{ secret, in: 'body', name: 'toolbench_key' }] }),
  };
}

/** The first of parameters that share a name holds. */
function argumentsSchema(entry: ToolBenchEntry, say: (message: string) => void): JsonObject {
  const properties: JsonObject = {};
  const required: string[] = [];
  for (const parameter of entry.parameters) {
    if (parameter.name === '') {
      say('a parameter without a name is left out');
      continue;
    }
    if (Object.hasOwn(properties, parameter.name)) {
      say(`the parameter ${parameter.name} is described twice: the first holds`);
      continue;
    }
    const schema = parameterSchema(parameter);
    if (!schema)
      say(`the type ${JSON.stringify(parameter.type)} of ${parameter.name} is not known: any value is taken`);
    properties[parameter.name] = schema ?? (parameter.description === '' ? {} : { description: parameter.description });
    if (parameter.isRequired) required.push(parameter.name);
  }
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

/** What the API does, and what the tool that it belongs to is for. */
function describe(entry: ToolBenchEntry): string {
  const own = entry.description || entry.apiName;
  const parent = entry.toolDescription === '' ? '' : `\n${entry.toolName}: ${entry.toolDescription}`;
  const whole = `${own}${parent}`;
  return whole.length <= LONGEST_DESCRIPTION ? whole : `${whole.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ImaginariumError({
      code: 'input/toolbench',
      message: `Could not read ${file}: ${messageOf(cause)}.`,
      hint: 'Check the path.',
      cause,
    });
  }
}
