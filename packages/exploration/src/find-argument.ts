import {
  followReference,
  fromPointerPart,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '@imaginarium/contracts';

/** An argument that a tool's schema declares, at whatever depth. */
export interface DeclaredArgument {
  /** JSON pointer into the arguments, `*` for the items of an array. */
  readonly path: string;
  readonly schema: JsonObject;
  /** Whether the object that it stands in must have it. */
  readonly isRequired: boolean;
}

/** Steps from schema to schema (references, alternatives) that one key is looked for through. */
const MAX_STEPS = 16;

/**
 * The deepest declared argument on the way that a JSON pointer goes: positions in arrays become `*`, and keys that the schema
 * does not declare are left off, since such keys are data. Its path is empty where not even the first is declared.
 *
 * @param pointer into the arguments, with positions or with `*`
 */
export function findArgument(parameters: JsonObject, pointer: string): DeclaredArgument {
  let found: DeclaredArgument = { path: '', schema: parameters, isRequired: true };
  for (const token of pointer.split('/').slice(1)) {
    const key = fromPointerPart(token);
    const next = stepInto(found.schema, key, parameters, MAX_STEPS);
    if (next === undefined) break;
    found = { ...next, path: `${found.path}/${next.isItem ? '*' : token}` };
  }
  return { path: found.path, schema: found.schema, isRequired: found.isRequired };
}

interface Step {
  readonly schema: JsonObject;
  readonly isRequired: boolean;
  readonly isItem: boolean;
}

function stepInto(schema: JsonObject, key: string, root: JsonObject, steps: number): Step | undefined {
  if (steps === 0) return undefined;
  const { properties, items, required, $ref: reference } = schema;
  const property = isJsonObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (isJsonObject(property)) {
    const isRequired = Array.isArray(required) && required.includes(key);
    return { schema: property, isRequired, isItem: false };
  }
  if (isJsonObject(items) && /^(?:\*|\d+)$/.test(key)) return { schema: items, isRequired: true, isItem: true };
  const others = [...listOf(schema.allOf), ...listOf(schema.anyOf), ...listOf(schema.oneOf)];
  if (typeof reference === 'string') others.push(followReference(reference, root));
  for (const other of others) {
    const step = isJsonObject(other) ? stepInto(other, key, root, steps - 1) : undefined;
    if (step !== undefined) return step;
  }
  return undefined;
}

const listOf = (value: JsonValue | undefined): (JsonValue | undefined)[] => (Array.isArray(value) ? value : []);
