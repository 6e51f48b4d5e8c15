import { ImaginariumError, isJsonObject, type JsonObject, type JsonValue, messageOf } from '@imaginarium/contracts';
import { readBmToolsText } from './bmtools-text.ts';

/** One API of a description file, before it becomes a tool. */
export interface ToolBenchEntry {
  /** As the file has it: `Tool%%Api`, or a bare name. */
  readonly originalName: string;
  /** The parent tool; the API's own name where it has none. */
  readonly toolName: string;
  readonly apiName: string;
  /** ToolBench's category, where the file says it. */
  readonly category: string | undefined;
  readonly description: string;
  readonly toolDescription: string;
  /** HTTP verb, where the file says it. */
  readonly method: string | undefined;
  readonly parameters: readonly ToolBenchParameter[];
}

export interface ToolBenchParameter {
  readonly name: string;
  /** In any case, as the file has it: `STRING`, `DATE (YYYY-MM-DD)`, `integer` … */
  readonly type: string;
  readonly description: string;
  readonly example: JsonValue | undefined;
  readonly isRequired: boolean;
}

/**
 * The APIs of a file of descriptions: STE's (`{"Tool%%Api": text}`, the text RapidAPI JSON or BMTools prose) or ToolBench's own
 * (`{tool_name, api_list}`, one or a list of them).
 * @throws ImaginariumError `input/toolbench` that names the entry
 */
export function readEntries(text: string, file: string): ToolBenchEntry[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw unreadable(file, `it is not JSON: ${messageOf(cause)}`, cause);
  }
  const tools = Array.isArray(document) ? document : [document];
  if (tools.every((tool) => isJsonObject(tool) && Array.isArray(tool.api_list)))
    return tools.flatMap((tool) => readToolFile(tool as JsonObject, file));
  if (isJsonObject(document)) return Object.entries(document).map(([key, value]) => readSteEntry(key, value, file));
  throw unreadable(file, 'it is neither a map of descriptions nor a ToolBench tool with an "api_list"');
}

function readSteEntry(key: string, value: JsonValue, file: string): ToolBenchEntry {
  const [first = key, second] = key.split('%%');
  const names = { originalName: key, toolName: first, apiName: second ?? first };
  if (isJsonObject(value)) return readApi(value, names, file);
  if (typeof value !== 'string') throw unreadable(file, `the description of ${JSON.stringify(key)} is not text`);
  if (!value.trimStart().startsWith('{')) {
    const { description, parameters } = readBmToolsText(value);
    return { ...names, category: undefined, description, toolDescription: '', method: undefined, parameters };
  }
  try {
    const api: unknown = JSON.parse(value);
    if (isJsonObject(api)) return readApi(api, names, file);
  } catch (cause) {
    throw unreadable(file, `the description of ${JSON.stringify(key)} is not JSON: ${messageOf(cause)}`, cause);
  }
  throw unreadable(file, `the description of ${JSON.stringify(key)} is not an object`);
}

function readToolFile(tool: JsonObject, file: string): ToolBenchEntry[] {
  const toolName = textOf(tool.tool_name);
  return (Array.isArray(tool.api_list) ? tool.api_list : []).map((api, index) => {
    if (!isJsonObject(api))
      throw unreadable(file, `api_list[${index}] of ${JSON.stringify(toolName)} is not an object`);
    const apiName = textOf(api.name) || textOf(api.api_name);
    if (apiName === '') throw unreadable(file, `api_list[${index}] of ${JSON.stringify(toolName)} has no name`);
    const described: JsonObject = { parent_tool_description: tool.tool_description ?? '', ...api };
    return readApi(described, { originalName: `${toolName}%%${apiName}`, toolName, apiName }, file);
  });
}

function readApi(
  api: JsonObject,
  names: Pick<ToolBenchEntry, 'originalName' | 'toolName' | 'apiName'>,
  file: string,
): ToolBenchEntry {
  const read = (key: string, isRequired: boolean): ToolBenchParameter[] => {
    const list = api[key] ?? [];
    if (!Array.isArray(list)) throw unreadable(file, `${key} of ${JSON.stringify(names.originalName)} is not a list`);
    return list.filter(isJsonObject).map((parameter) => ({
      name: textOf(parameter.name),
      type: textOf(parameter.type),
      description: textOf(parameter.description),
      example: parameter.default,
      isRequired,
    }));
  };
  return {
    ...names,
    category: textOf(api.category_name) || undefined,
    description: textOf(api.description) || textOf(api.api_description),
    toolDescription: textOf(api.parent_tool_description),
    method: textOf(api.method) || undefined,
    parameters: [...read('required_parameters', true), ...read('optional_parameters', false)],
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}

function unreadable(file: string, why: string, cause?: unknown): ImaginariumError {
  return new ImaginariumError({
    code: 'input/toolbench',
    message: `Could not read ${file}: ${why}.`,
    hint: 'It must be a JSON file of STE descriptions or of ToolBench tools.',
    cause,
  });
}
