import type { JsonObject, JsonValue } from '@imaginarium/contracts';
import type { ToolBenchParameter } from './read-entries.ts';

/** RapidAPI's types by their first word, in capitals. ENUM comes without its values. */
const TYPES: { readonly [type: string]: JsonObject } = {
  STRING: { type: 'string' },
  ENUM: { type: 'string' },
  TIME: { type: 'string' },
  FILE: { type: 'string' },
  BINARY: { type: 'string' },
  GEOPOINT: { type: 'string' },
  DATE: { type: 'string', format: 'date' },
  NUMBER: { type: 'number' },
  FLOAT: { type: 'number' },
  INTEGER: { type: 'integer' },
  INT: { type: 'integer' },
  BOOLEAN: { type: 'boolean' },
  ARRAY: { type: 'array' },
  LIST: { type: 'array' },
  OBJECT: { type: 'object' },
  MAP: { type: 'object' },
};

/** The JSON Schema of a parameter: its `default` is an example; undefined when the type is not known. */
export function parameterSchema(parameter: ToolBenchParameter): JsonObject | undefined {
  const type = TYPES[/^[a-z]+/i.exec(parameter.type)?.[0].toUpperCase() ?? ''];
  if (!type) return undefined;
  const example = readExample(parameter.example, type.type);
  return {
    ...type,
    ...(parameter.description === '' ? {} : { description: parameter.description }),
    ...(example === undefined ? {} : { examples: [example] }),
  };
}

/** Examples are mostly written as text: read as the type they illustrate, or left as they are where that fails. */
function readExample(example: JsonValue | undefined, type: JsonValue | undefined): JsonValue | undefined {
  if (example === undefined || example === null || example === '') return undefined;
  if (type === 'string') return typeof example === 'string' ? example : JSON.stringify(example);
  if (typeof example !== 'string') return example;
  try {
    return JSON.parse(type === 'boolean' ? example.toLowerCase() : example) as JsonValue;
  } catch {
    return example;
  }
}
