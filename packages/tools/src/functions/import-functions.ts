import {
  ImaginariumError,
  type ImportNotice,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  messageOf,
  type Tool,
  type ToolOutput,
  type ToolSource,
} from '@imaginarium/contracts';
import { z } from 'zod';
import { legalToolName } from '../names/legal-tool-name.ts';
import { toolVersion } from '../names/tool-version.ts';
import type { FunctionTool } from './define-tool.ts';

/**
 * Turns functions into tools: each zod schema becomes JSON Schema as callers write it (defaults are optional), and
 * `run` gets the parsed arguments. What `run` throws is the tool's answer, as an error in its own words.
 * @throws ImaginariumError `input/function-schema` for a schema that JSON Schema cannot express
 */
export function importFunctions(options: {
  readonly tools: readonly FunctionTool[];
  /** @default 'functions' */
  readonly kind?: 'functions' | 'toolbox';
  /** File or package that the functions come from. */
  readonly location: string;
}): ToolSource {
  const taken = new Set<string>();
  const notices: ImportNotice[] = [];
  const tools = options.tools.map((tool): Tool => {
    const name = legalToolName(tool.name, taken);
    if (name !== tool.name) notices.push({ tool: name, message: `renamed from "${tool.name}"` });
    const definition = { name, description: tool.description, parameters: toJsonSchema(tool, options.location) };
    return {
      spec: {
        ...definition,
        originalName: tool.name,
        effect: tool.effect ?? 'write',
        effectFrom: tool.effect ? 'annotation' : 'default',
        source: {
          kind: options.kind ?? 'functions',
          location: options.location,
          ...(tool.group === undefined ? {} : { group: tool.group }),
        },
        version: toolVersion(definition),
      },
      call: async (args, context) => {
        const parsed = tool.parameters.safeParse(args);
        if (!parsed.success) return failure(z.prettifyError(parsed.error));
        try {
          return { content: await tool.run(parsed.data, context) };
        } catch (thrown) {
          if (isForExecutor(thrown)) throw thrown;
          return failure(messageOf(thrown));
        }
      },
    };
  });
  return { tools, notices, close: async () => undefined };
}

const failure = (content: string): ToolOutput => ({ content, isError: true });

/** Time-outs, aborts and refused addresses are the executor's to name. */
function isForExecutor(thrown: unknown): boolean {
  return (
    thrown instanceof ImaginariumError || (thrown instanceof DOMException && /^(Timeout|Abort)Error$/.test(thrown.name))
  );
}

function toJsonSchema(tool: FunctionTool, location: string): JsonObject {
  try {
    const { $schema, ...schema } = z.toJSONSchema(tool.parameters, { io: 'input' });
    return withoutSafeIntegerBounds(JSON.parse(JSON.stringify(schema))) as JsonObject;
  } catch (cause) {
    throw new ImaginariumError({
      code: 'input/function-schema',
      message: `The parameters of function "${tool.name}" in ${location} cannot be written as JSON Schema: ${messageOf(cause)}`,
      hint: 'Use strings, numbers, booleans, enums, arrays and objects; leave transforms to the function.',
      cause,
    });
  }
}

/** zod writes the limits of safe integers at every integer: noise for a model. */
function withoutSafeIntegerBounds(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return schema.map(withoutSafeIntegerBounds);
  if (!isJsonObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(
        ([key, value]) =>
          !(key === 'minimum' && value === Number.MIN_SAFE_INTEGER) &&
          !(key === 'maximum' && value === Number.MAX_SAFE_INTEGER),
      )
      .map(([key, value]) => [key, withoutSafeIntegerBounds(value)]),
  );
}
