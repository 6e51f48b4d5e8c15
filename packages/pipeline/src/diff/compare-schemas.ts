import {
  canonicalJson,
  fromPointerPart,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SchemaChange,
  toPointerPart,
} from '@imaginarium/contracts';

/** What a schema says of one argument. */
export interface Argument {
  /** With local references followed; one that leads back into itself, or out of the schema, stays as `$ref`. */
  readonly schema: JsonObject;
  readonly isRequired: boolean;
}
/** By path: JSON pointer into the arguments, `*` for the items of an array, empty for the arguments as a whole. */
export type Arguments = ReadonlyMap<string, Argument>;

/** What says of which type a value is. */
const TYPE = ['type', 'format', 'const', 'anyOf', 'oneOf', 'allOf', 'not'] as const;
const WORDS = ['title', 'description', 'examples', '$comment'] as const;
/** Said by the arguments below, or no part of what is allowed. */
const ELSEWHERE: readonly string[] = ['properties', 'required', '$defs', 'definitions', '$schema', '$id'];

/** What changed from one schema of a tool's arguments to another; empty when both allow and say the same. Pure. */
export function compareSchemas(before: JsonObject, after: JsonObject): SchemaChange[] {
  const [was, is] = [argumentsOf(before), argumentsOf(after)];
  const removed = topmost(was, is);
  const added = topmost(is, was);
  const renamed = pairRenamed(was, removed, is, added);
  const changes: SchemaChange[] = [];
  for (const path of removed)
    if (![...renamed.values()].includes(path)) changes.push({ what: 'argument-removed', path });
  for (const [path, argument] of is) {
    const from = renamed.get(path);
    const same = was.get(path);
    if (from !== undefined) changes.push({ what: 'argument-renamed', path, from });
    else if (added.includes(path)) changes.push({ what: 'argument-added', path, isRequired: argument.isRequired });
    else if (same) changes.push(...compareArgument(path, same, argument));
  }
  return changes;
}

function compareArgument(path: string, was: Argument, is: Argument): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const [from, to] = [typeOf(was.schema), typeOf(is.schema)];
  if (!equal(from, to)) changes.push({ what: 'argument-retyped', path, from, to });
  const [values, others] = [valuesOf(was.schema), valuesOf(is.schema)];
  const added = others.filter((value) => !values.some((other) => equal(value, other)));
  const removed = values.filter((value) => !others.some((other) => equal(value, other)));
  if (added.length + removed.length > 0) changes.push({ what: 'enum', path, added, removed });
  if (was.isRequired !== is.isRequired) changes.push({ what: 'required', path, isRequired: is.isRequired });
  if (!equal(part(was.schema, WORDS), part(is.schema, WORDS))) changes.push({ what: 'argument-description', path });
  const [bounds, otherBounds] = [rest(was.schema), rest(is.schema)];
  const keywords = [...new Set([...Object.keys(bounds), ...Object.keys(otherBounds)])]
    .filter((keyword) => !equal(bounds[keyword], otherBounds[keyword]))
    .sort();
  if (keywords.length > 0) changes.push({ what: 'constraint', path, keywords });
  return changes;
}

/** Every argument at every depth, by its path; the whole first. Local references are followed, each once on its way. Pure. */
export function argumentsOf(root: JsonObject): Arguments {
  const found = new Map<string, Argument>();
  const visit = (given: JsonValue | undefined, path: string, isRequired: boolean, seen: ReadonlySet<string>): void => {
    const asked = typeof given === 'boolean' ? (given ? {} : { not: {} }) : given;
    if (!isJsonObject(asked)) return;
    const { schema, passed } = follow(root, asked, seen);
    const expanded = Object.entries(schema).map(([keyword, value]) => {
      return [keyword, isNested(keyword, value) ? value : inline(root, value, new Set(passed))] as const;
    });
    found.set(path, { schema: Object.fromEntries(expanded), isRequired });
    const required = Array.isArray(schema.required) ? schema.required : [];
    const properties = isJsonObject(schema.properties) ? schema.properties : {};
    for (const name of new Set([...Object.keys(properties), ...required.filter((name) => typeof name === 'string')]))
      visit(
        Object.hasOwn(properties, name) ? properties[name] : {},
        `${path}/${toPointerPart(name)}`,
        required.includes(name),
        passed,
      );
    if (isJsonObject(schema.items)) visit(schema.items, `${path}/*`, false, passed);
  };
  visit(root, '', true, new Set());
  return found;
}

/** A schema with what it refers to, through any chain, its own words first. */
function follow(root: JsonObject, given: JsonObject, seen: ReadonlySet<string>) {
  const passed = new Set(seen);
  let schema = given;
  for (;;) {
    const { $ref: reference, ...own } = schema;
    const isNew = typeof reference === 'string' && !passed.has(reference);
    const target = isNew ? resolveIn(root, reference) : undefined;
    if (typeof reference !== 'string' || target === undefined) return { schema, passed };
    passed.add(reference);
    schema = { ...target, ...own };
  }
}

/** A part of a schema with its local references followed, each once, in an order that does not hang on that of its keys. */
function inline(root: JsonObject, value: JsonValue, seen: Set<string>): JsonValue {
  if (Array.isArray(value)) return value.map((item) => inline(root, item, seen));
  if (!isJsonObject(value)) return value;
  const { schema, passed } = follow(root, value, seen);
  for (const reference of passed) seen.add(reference);
  const keys = Object.keys(schema).sort();
  return Object.fromEntries(keys.map((key) => [key, inline(root, schema[key] as JsonValue, seen)]));
}

function resolveIn(root: JsonObject, reference: string): JsonObject | undefined {
  if (!reference.startsWith('#/')) return undefined;
  let value: JsonValue | undefined = root;
  for (const name of reference.slice(2).split('/').map(fromPointerPart))
    value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return isJsonObject(value) ? value : undefined;
}

/** Arguments that the other does not have, without those inside of another such one. */
function topmost(these: Arguments, others: Arguments): string[] {
  return [...these.keys()].filter((path) => !others.has(path) && others.has(parentOf(path)));
}

/** New path to old, where one argument left an object and one of the same schema came. */
function pairRenamed(was: Arguments, removed: readonly string[], is: Arguments, added: readonly string[]) {
  const key = (found: Arguments, path: string) => canonicalJson([parentOf(path), subtree(found, path)]);
  const renamed = new Map<string, string>();
  for (const path of added) {
    const alike = removed.filter((other) => key(was, other) === key(is, path));
    const rivals = added.filter((other) => key(is, other) === key(is, path));
    const [only] = alike;
    if (only !== undefined && alike.length === 1 && rivals.length === 1) renamed.set(path, only);
  }
  return renamed;
}

/** An argument with all that is inside of it, without its name. */
function subtree(found: Arguments, path: string): JsonValue {
  const inside = [...found].filter(([other]) => other === path || other.startsWith(`${path}/`));
  const said = inside.map(([other, { schema, isRequired }]): [string, JsonValue] => {
    const own = Object.entries(schema).filter(([keyword, value]) => !isNested(keyword, value));
    return [other.slice(path.length), [Object.fromEntries(own), isRequired]];
  });
  return Object.fromEntries(said);
}

/** The type alone where that is all there is to it; in any order where there are several. */
function typeOf(schema: JsonObject): JsonValue {
  const { type, ...more } = part(schema, TYPE);
  const sorted = Array.isArray(type) ? [...type].sort() : (type ?? null);
  return Object.keys(more).length === 0 ? sorted : { ...(type === undefined ? {} : { type: sorted }), ...more };
}

function valuesOf({ enum: values }: JsonObject): readonly JsonValue[] {
  return Array.isArray(values) ? values : [];
}

function part(schema: JsonObject, keywords: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keywords.includes(keyword)));
}

function rest(schema: JsonObject): JsonObject {
  const known: readonly string[] = [...TYPE, ...WORDS, 'enum'];
  return Object.fromEntries(
    Object.entries(schema).filter(([keyword, value]) => !known.includes(keyword) && !isNested(keyword, value)),
  );
}

/** Whether a keyword speaks of arguments below, which are compared on their own, or of nothing that is allowed. */
function isNested(keyword: string, value: JsonValue): boolean {
  return keyword === 'items' ? isJsonObject(value) : ELSEWHERE.includes(keyword);
}

const equal = (a: JsonValue | undefined, b: JsonValue | undefined): boolean =>
  canonicalJson([a]) === canonicalJson([b]);
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
