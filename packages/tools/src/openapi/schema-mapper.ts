import { isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';
import { type Description, type Located, malformed, memberOf, resolve, target } from './description.ts';
import { readKeywords, readRequired } from './schema-keywords.ts';

/** Turns OpenAPI schemas of what is sent into JSON Schema 2020-12. */
export interface SchemaMapper {
  /**
   * The schema, with `#/$defs/NAME` where the description refers to another. Properties that are read only are left out.
   * `say` hears what had to be left out.
   */
  map(schema: Located, say: (message: string) => void): JsonValue;
  /** Every schema that was referred to so far, by the name it has in `$defs`. */
  readonly definitions: ReadonlyMap<string, JsonValue>;
}

const SCHEMA_MEMBERS = [
  ...['additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'propertyNames', 'contains'],
  ...['not', 'if', 'then', 'else'],
];
const SCHEMA_MAPS = ['patternProperties', 'dependentSchemas'];

export function createSchemaMapper(description: Description): SchemaMapper {
  const definitions = new Map<string, JsonValue>();
  const nameOf = new Map<string, string>();

  const map = (
    located: Located,
    say: (message: string) => void,
    hidden: ReadonlySet<string> = new Set(),
  ): JsonValue => {
    const { value: schema } = located;
    if (typeof schema === 'boolean') return schema;
    if (!isJsonObject(schema)) throw malformed(description, located.at, 'a schema must be an object');
    const mapped = readKeywords(schema);
    if (typeof schema.$ref === 'string') mapped.$ref = `#/$defs/${define(schema.$ref, located.at, say)}`;
    if (typeof schema.pattern === 'string') {
      if (isPattern(schema.pattern)) mapped.pattern = schema.pattern;
      else say(`the pattern ${JSON.stringify(schema.pattern)} is no regular expression of JavaScript: left out`);
    }
    const readOnly = new Set([...hidden, ...readOnlyNames(description, located)]);
    mapProperties(located, mapped, readOnly, say);
    for (const key of SCHEMA_MEMBERS) if (isSchema(schema[key])) mapped[key] = map(memberOf(located, key), say);
    for (const key of SCHEMA_MAPS) if (isJsonObject(schema[key])) mapped[key] = mapEach(memberOf(located, key), say);
    mapItems(located, mapped, say);
    const lists = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => {
      const branches = memberOf(located, key);
      if (!Array.isArray(branches.value) || branches.value.length === 0) return [];
      const list = branches.value.map((_, index) => map(memberOf(branches, index), say, readOnly));
      return [{ key, list }];
    });
    // Branches that only a discriminator or a read-only property told apart would all match: one of them is any of them.
    const choices = lists.filter(({ key }) => key !== 'allOf').map(({ list }) => list);
    const all = lists.find(({ key }) => key === 'allOf')?.list ?? [];
    if (choices.length === 1) mapped.anyOf = choices[0] ?? [];
    else all.push(...choices.map((anyOf) => ({ anyOf })));
    if (all.length > 0) mapped.allOf = all;
    return schema.nullable === true ? nullable(mapped) : mapped;
  };

  const mapProperties = (located: Located, mapped: JsonObject, readOnly: ReadonlySet<string>, say: Say): void => {
    const properties = resolve(description, memberOf(located, 'properties'));
    if (isJsonObject(properties.value)) {
      const names = Object.keys(properties.value).filter((name) => !readOnly.has(name));
      mapped.properties = Object.fromEntries(names.map((name) => [name, map(memberOf(properties, name), say)]));
    }
    const required = readRequired(memberOf(located, 'required').value).filter((name) => !readOnly.has(name));
    if (required.length > 0) mapped.required = required;
  };

  const mapEach = (schemas: Located, say: Say): JsonObject =>
    Object.fromEntries(Object.keys(schemas.value as JsonObject).map((key) => [key, map(memberOf(schemas, key), say)]));

  /** A list in `items` (draft 4) is `prefixItems` in 2020-12. */
  const mapItems = (located: Located, mapped: JsonObject, say: Say): void => {
    const [items, prefix] = [memberOf(located, 'items'), memberOf(located, 'prefixItems')];
    const tuple = Array.isArray(items.value) ? items : prefix;
    if (isSchema(items.value)) mapped.items = map(items, say);
    if (Array.isArray(tuple.value) && tuple.value.length > 0)
      mapped.prefixItems = tuple.value.map((_, index) => map(memberOf(tuple, index), say));
  };

  const define = (reference: string, from: string, say: Say): string => {
    const known = nameOf.get(reference);
    if (known !== undefined) return known;
    const name = definitionName(reference, definitions);
    nameOf.set(reference, name);
    definitions.set(name, true);
    definitions.set(name, map(target(description, reference, from), say));
    return name;
  };

  return { map: (schema, say) => map(schema, say), definitions };
}

type Say = (message: string) => void;

/** Names of the properties that only a response has, of a schema and of what it is composed of. */
function readOnlyNames(description: Description, located: Located, seen = new Set<string>()): string[] {
  const schema = resolve(description, located);
  if (seen.has(schema.at) || !isJsonObject(schema.value)) return [];
  seen.add(schema.at);
  const properties = resolve(description, memberOf(schema, 'properties'));
  const own = isJsonObject(properties.value)
    ? Object.keys(properties.value).filter((name) => isReadOnly(description, memberOf(properties, name)))
    : [];
  const parts = memberOf(schema, 'allOf');
  const inherited = Array.isArray(parts.value)
    ? parts.value.flatMap((_, index) => readOnlyNames(description, memberOf(parts, index), seen))
    : [];
  return [...own, ...inherited];
}

function isReadOnly(description: Description, property: Located): boolean {
  if (isJsonObject(property.value) && property.value.readOnly === true) return true;
  const { value } = resolve(description, property);
  return isJsonObject(value) && value.readOnly === true;
}

/** `nullable` of 3.0, in the words of 2020-12. */
function nullable(schema: JsonObject): JsonValue {
  if (schema.type === undefined) return { anyOf: [schema, { type: 'null' }] };
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  const type = types.includes('null') ? types : [...types, 'null'];
  if (schema.anyOf !== undefined || schema.allOf !== undefined || schema.$ref !== undefined)
    return { anyOf: [schema, { type: 'null' }] };
  if (!Array.isArray(schema.enum) || schema.enum.includes(null)) return { ...schema, type };
  return { ...schema, type, enum: [...schema.enum, null] };
}

function isSchema(value: JsonValue | undefined): boolean {
  return typeof value === 'boolean' || isJsonObject(value);
}

/** Ajv compiles patterns as Unicode regular expressions. */
function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

function definitionName(reference: string, taken: ReadonlyMap<string, unknown>): string {
  const last = reference.split(/[#/]/).filter(Boolean).at(-1) ?? '';
  const name = last.replace(/\.(ya?ml|json)$/i, '').replace(/[^a-zA-Z0-9_.-]+/g, '_') || 'schema';
  let unique = name;
  for (let number = 2; taken.has(unique); number++) unique = `${name}_${number}`;
  return unique;
}
