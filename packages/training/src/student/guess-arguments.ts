import { isJsonObject, type JsonObject, type JsonValue, type ToolDefinition } from '@imaginarium/contracts';
import { type EncodedQuery, spanText } from './encode-query.ts';
import { readableSpans } from './readable-spans.ts';

/**
 * Arguments for a tool that was never trained, from its schema alone: required ones by type, each from the first span of the
 * query that fits and is not yet used.
 */
export function guessArguments(query: EncodedQuery, { parameters }: ToolDefinition): JsonObject {
  const properties = isJsonObject(parameters.properties) ? parameters.properties : {};
  const required = Array.isArray(parameters.required) ? parameters.required : [];
  const used = new Set<number>();
  const guessed: JsonObject = {};
  for (const [name, schema] of Object.entries(properties)) {
    if (!required.includes(name) || !isJsonObject(schema)) continue;
    const value = guessValue(query, schema, used);
    if (value !== undefined) guessed[name] = value;
  }
  return guessed;
}

function guessValue(query: EncodedQuery, schema: JsonObject, used: Set<number>): JsonValue | undefined {
  if (Array.isArray(schema.enum)) {
    const said = query.text.toLowerCase();
    return (
      schema.enum.find((value) => typeof value === 'string' && said.includes(value.toLowerCase())) ?? schema.enum[0]
    );
  }
  if (schema.type === 'number' || schema.type === 'integer') {
    const span = (readableSpans(query, 'number') ?? []).find(({ first }) => !used.has(first));
    if (span === undefined) return undefined;
    for (let at = span.first; at <= span.last; at++) used.add(at);
    return span.value;
  }
  if (schema.type === 'boolean') return true;
  if (schema.type !== 'string') return undefined;
  return quotedText(query) ?? namedText(query, used);
}

function quotedText({ text }: EncodedQuery): string | undefined {
  return /["“]([^"”]+)["”]/.exec(text)?.[1];
}

/** The first run of capitalised words after the first word. */
function namedText(query: EncodedQuery, used: Set<number>): string | undefined {
  const isName = (at: number) => {
    const token = query.tokens[at];
    return token !== undefined && token.kind !== 'sign' && token.text !== token.lower && at > 0 && !used.has(at);
  };
  const first = query.tokens.findIndex((_, at) => isName(at));
  if (first < 0) return undefined;
  let last = first;
  while (isName(last + 1)) last++;
  for (let at = first; at <= last; at++) used.add(at);
  return spanText(query, first, last);
}
