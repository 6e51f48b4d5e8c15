import { isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';

const PREFIX = '#/$defs/';
/** Schemas up to this many characters of JSON are repeated rather than referred to. */
const SMALL = 300;

/**
 * A schema of its own from one that refers to `definitions`: definitions that are used once or are small take the place of
 * their references; those that contain themselves, or that are large and used often, stay in `$defs`.
 */
export function inlineDefinitions(schema: JsonObject, definitions: ReadonlyMap<string, JsonValue>): JsonObject {
  const uses = countUses(schema, definitions);
  const kept = new Set<string>();
  for (const [name, count] of uses) {
    const isLarge = count > 1 && JSON.stringify(definitions.get(name)).length > SMALL;
    if (isLarge || containsItself(name, definitions)) kept.add(name);
  }
  const inline = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(inline);
    if (!isJsonObject(value)) return value;
    const name = definitionOf(value);
    if (name === undefined || kept.has(name))
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inline(member)]));
    const { $ref: _, ...siblings } = value;
    return join(inline(definitions.get(name) ?? true), inline(siblings) as JsonObject);
  };
  const inlined = inline(schema) as JsonObject;
  if (kept.size === 0) return inlined;
  const $defs = Object.fromEntries([...kept].sort().map((name) => [name, inline(definitions.get(name) ?? true)]));
  return { ...inlined, $defs };
}

/** How often each definition is referred to, from the schema and from the definitions it reaches. */
function countUses(schema: JsonObject, definitions: ReadonlyMap<string, JsonValue>): Map<string, number> {
  const uses = new Map<string, number>();
  const visit = (value: JsonValue): void => {
    for (const name of referencesIn(value)) {
      uses.set(name, (uses.get(name) ?? 0) + 1);
      if (uses.get(name) === 1) visit(definitions.get(name) ?? true);
    }
  };
  visit(schema);
  return uses;
}

function containsItself(name: string, definitions: ReadonlyMap<string, JsonValue>): boolean {
  const seen = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const reference of referencesIn(definitions.get(next) ?? true)) {
      if (reference === name) return true;
      if (!seen.has(reference)) waiting.push(reference);
      seen.add(reference);
    }
  return false;
}

function referencesIn(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isJsonObject(value)) return [];
  const name = definitionOf(value);
  return [...(name === undefined ? [] : [name]), ...Object.values(value).flatMap(referencesIn)];
}

function definitionOf(value: JsonObject): string | undefined {
  return typeof value.$ref === 'string' && value.$ref.startsWith(PREFIX) ? value.$ref.slice(PREFIX.length) : undefined;
}

/** What stands beside a reference holds too: annotations win, anything else is added by `allOf`. */
function join(definition: JsonValue, siblings: JsonObject): JsonValue {
  if (Object.keys(siblings).length === 0) return definition;
  if (definition === true) return siblings;
  const ANNOTATIONS = new Set(['description', 'default', 'examples', 'deprecated']);
  const isAnnotated = isJsonObject(definition) && Object.keys(siblings).every((key) => ANNOTATIONS.has(key));
  return isAnnotated ? { ...definition, ...siblings } : { ...siblings, allOf: [definition, ...listOf(siblings.allOf)] };
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
