import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';

/**
 * Validates OpenAI lines message by message, tool by tool, against the schemas of OpenAI's published API description.
 * To compile, its OpenAPI 3.0 leftovers (boolean `exclusiveMinimum`, `nullable`) are rewritten and its own formats named.
 * @returns what was checked and every problem, each with the line from 1
 */
export function checkOpenAiMessages(
  specFile: string,
  lines: readonly JsonObject[],
): { checked: number; problems: string[] } {
  const document: JsonObject = modernise(JSON.parse(readFileSync(specFile, 'utf8'))) as JsonObject;
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    formats: { unixtime: true, uri: true, binary: true, date: true },
  });
  ajv.addSchema(document, 'openai');
  const schema = (name: string) => ajv.compile({ $ref: `openai#/components/schemas/${name}` });
  const message = schema('ChatCompletionRequestMessage');
  const tool = schema('ChatCompletionTool');
  const problems: string[] = [];
  let checked = 0;
  for (const [at, line] of lines.entries()) {
    const input = isJsonObject(line.input) ? line.input : line;
    const outputs = [line.preferred_output, line.non_preferred_output].flatMap(listOf);
    for (const [validate, values] of [
      [message, [...listOf(input.messages), ...outputs]],
      [tool, listOf(input.tools)],
    ] as const) {
      for (const value of values) {
        checked++;
        if (!validate(value)) problems.push(`line ${at + 1}: ${ajv.errorsText(validate.errors)}`);
      }
    }
  }
  return { checked, problems };
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function modernise(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(modernise);
  if (!isJsonObject(value)) return value;
  const schema: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (key === 'exclusiveMinimum' && member === true) schema.exclusiveMinimum = value.minimum ?? 0;
    else if (key === 'nullable' && typeof member === 'boolean') continue;
    else if (key === 'type' && value.nullable === true) schema.type = [member, 'null'].flat() as JsonValue[];
    else if (!(key === 'minimum' && value.exclusiveMinimum === true)) schema[key] = modernise(member);
  }
  return schema;
}
