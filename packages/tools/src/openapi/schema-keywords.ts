import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';

/** Keeps a keyword's value when JSON Schema 2020-12 allows it; undefined leaves the keyword out. */
type Reader = (value: JsonValue) => JsonValue | undefined;

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);
const LONGEST_DESCRIPTION = 1_024;

const number: Reader = (value) => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
};
const count: Reader = (value) => {
  const read = number(value);
  return Number.isInteger(read) && Number(read) >= 0 ? read : undefined;
};
const text: Reader = (value) => (typeof value === 'string' && value !== '' ? value : undefined);
const flag: Reader = (value) => (typeof value === 'boolean' ? value : undefined);
const any: Reader = (value) => value;

/** Keywords that hold no schema. What is not here is not JSON Schema (xml, discriminator …) or is noise to a model (title). */
const READERS: { readonly [keyword: string]: Reader } = {
  type: readType,
  format: text,
  description: (value) => (typeof value === 'string' && value.trim() !== '' ? terse(value) : undefined),
  default: any,
  const: any,
  enum: (value) => {
    const values = Array.isArray(value) ? distinct(value) : [];
    return values.length > 0 ? values : undefined;
  },
  multipleOf: (value) => (Number(number(value)) > 0 ? number(value) : undefined),
  maximum: number,
  minimum: number,
  exclusiveMaximum: number,
  exclusiveMinimum: number,
  maxLength: count,
  minLength: count,
  maxItems: count,
  minItems: count,
  uniqueItems: flag,
  maxContains: count,
  minContains: count,
  maxProperties: count,
  minProperties: count,
  deprecated: flag,
  contentEncoding: text,
  contentMediaType: text,
  dependentRequired: (value) => (isJsonObject(value) && Object.values(value).every(isNames) ? value : undefined),
};

/** The keywords of an OpenAPI schema (2.0, 3.0 or 3.1) that hold no schema, as JSON Schema 2020-12 has them. */
export function readKeywords(schema: JsonObject): JsonObject {
  const read: JsonObject = {};
  for (const [keyword, reader] of Object.entries(READERS)) {
    const value = Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
    const kept = value === undefined ? undefined : reader(value);
    if (kept !== undefined) read[keyword] = kept;
  }
  readBound(schema, read, 'minimum', 'exclusiveMinimum');
  readBound(schema, read, 'maximum', 'exclusiveMaximum');
  if (read.default === null && schema.nullable !== true && !allowsNull(read)) delete read.default;
  const examples = readExamples(schema);
  if (examples.length > 0) read.examples = examples;
  return read;
}

/** White space trimmed, blank lines closed up, at most 1,024 characters. */
export function terse(description: string): string {
  const closed = description
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim();
  return closed.length <= LONGEST_DESCRIPTION ? closed : `${closed.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}

/** The `example` and `examples` of a schema, parameter or media type, as a list of values. */
export function readExamples(holder: JsonObject): JsonValue[] {
  const { example, examples } = holder;
  if (Array.isArray(examples) && examples.length > 0) return distinct(examples);
  if (isJsonObject(examples)) {
    const values = Object.values(examples).flatMap((item) => (isJsonObject(item) && 'value' in item ? item.value : []));
    if (values.length > 0) return distinct(values as JsonValue[]);
  }
  return example === undefined ? [] : [example];
}

/** The distinct names of a `required` list; none where it is no list (2.0 parameters have a flag there). */
export function readRequired(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? [...new Set(value.filter((name) => typeof name === 'string'))] : [];
}

/** 2.0 and 3.0: `exclusiveMinimum: true` beside `minimum`; 2020-12 has the number itself. */
function readBound(schema: JsonObject, read: JsonObject, bound: string, exclusive: string): void {
  if (schema[exclusive] !== true || read[bound] === undefined) return;
  read[exclusive] = read[bound];
  delete read[bound];
}

function readType(value: JsonValue): JsonValue | undefined {
  if (value === 'file') return 'string';
  if (!Array.isArray(value)) return typeof value === 'string' && TYPES.has(value) ? value : undefined;
  const types = [...new Set(value.filter((type) => typeof type === 'string' && TYPES.has(type)))];
  return types.length > 0 ? types : undefined;
}

function allowsNull(schema: JsonObject): boolean {
  return (
    schema.type === undefined || schema.type === 'null' || (Array.isArray(schema.type) && schema.type.includes('null'))
  );
}

function isNames(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

function distinct(values: readonly JsonValue[]): JsonValue[] {
  return [...new Map(values.map((value) => [canonicalJson(value), value])).values()];
}
