import { fromPointerPart, isJsonObject, type JsonObject, type JsonValue, toPointerPart } from '@imaginarium/contracts';

/** One value of a call's arguments that holds no further values, with what the schema says of it. */
export interface ArgumentLeaf {
  /** JSON pointer into the arguments. */
  readonly path: string;
  readonly value: string | number | boolean | null;
  /** All subschemas that speak of this value. */
  readonly schemas: readonly JsonObject[];
}

/** The leaves of a call's arguments in order, each with its part of the tool's JSON Schema; local `$ref`s are followed. */
export function argumentLeaves(args: JsonObject, parameters: JsonObject): ArgumentLeaf[] {
  const leaves: ArgumentLeaf[] = [];
  const walk = (value: JsonValue, path: string, schemas: readonly JsonObject[]): void => {
    if (Array.isArray(value))
      value.forEach((item, at) => {
        walk(
          item,
          `${path}/${at}`,
          expand(
            schemas.flatMap((schema) => itemSchemas(schema, at)),
            parameters,
          ),
        );
      });
    else if (isJsonObject(value))
      for (const [key, member] of Object.entries(value)) {
        const step = toPointerPart(key);
        walk(
          member,
          `${path}/${step}`,
          expand(
            schemas.flatMap((schema) => memberSchemas(schema, key)),
            parameters,
          ),
        );
      }
    else leaves.push({ path, value, schemas });
  };
  walk(args, '', expand([parameters], parameters));
  return leaves;
}

function memberSchemas(schema: JsonObject, key: string): JsonValue[] {
  const { properties, additionalProperties } = schema;
  if (isJsonObject(properties) && Object.hasOwn(properties, key)) return [properties[key] as JsonValue];
  return additionalProperties === undefined ? [] : [additionalProperties];
}

function itemSchemas(schema: JsonObject, at: number): JsonValue[] {
  const { prefixItems, items } = schema;
  if (Array.isArray(prefixItems) && at < prefixItems.length) return [prefixItems[at] as JsonValue];
  return items === undefined ? [] : [items];
}

/** The schemas themselves and all that they combine or refer to. */
function expand(schemas: readonly JsonValue[], root: JsonObject): JsonObject[] {
  const found = new Set<JsonObject>();
  const visit = (schema: JsonValue | undefined): void => {
    if (!isJsonObject(schema) || found.has(schema)) return;
    found.add(schema);
    for (const key of ['anyOf', 'oneOf', 'allOf'])
      if (Array.isArray(schema[key])) for (const option of schema[key]) visit(option);
    if (typeof schema.$ref === 'string') visit(resolvePointer(schema.$ref, root));
  };
  schemas.forEach(visit);
  return [...found];
}

function resolvePointer(reference: string, root: JsonObject): JsonValue | undefined {
  if (!reference.startsWith('#')) return undefined;
  let at: JsonValue | undefined = root;
  for (const step of reference.slice(1).split('/').slice(1)) {
    const key = fromPointerPart(step);
    at = isJsonObject(at) ? at[key] : Array.isArray(at) ? at[Number(key)] : undefined;
  }
  return at;
}
