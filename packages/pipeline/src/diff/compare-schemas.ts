import {
  canonicalJson,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SchemaChange,
} from '@imaginarium/contracts';
import { fromPointerPart, toPointerPart } from './json-pointer.ts';

interface Argument {
  readonly schema: JsonObject;
  readonly isRequired: boolean;
}
type Arguments = ReadonlyMap<string, Argument>;

/** What says of which type a value is. */
const TYPE = ['type', 'format', 'const', 'anyOf', 'oneOf', 'allOf', 'not'] as const;
const WORDS = ['title', 'description', 'examples', '$comment'] as const;
/** Said by the arguments below, or no part of what is allowed. */
const ELSEWHERE = [
  'properties',
  'required',
  'items',
  'enum',
  '$ref',
  '$defs',
  'definitions',
  '$schema',
  '$id',
] as const;

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

/** Every argument at every depth, by its path; the whole first. Local references are followed, each once on its way. */
function argumentsOf(root: JsonObject): Arguments {
  const found = new Map<string, Argument>();
  const visit = (given: JsonValue | undefined, path: string, isRequired: boolean, seen: readonly string[]): void => {
    if (!isJsonObject(given)) return;
    const reference = given.$ref;
    const target = typeof reference === 'string' && !seen.includes(reference) ? resolveIn(root, reference) : undefined;
    const schema = target ? { ...target, ...given } : given;
    const passed = typeof reference === 'string' ? [...seen, reference] : seen;
    found.set(path, { schema, isRequired });
    const required = Array.isArray(schema.required) ? schema.required : [];
    if (isJsonObject(schema.properties))
      for (const [name, property] of Object.entries(schema.properties))
        visit(property, `${path}/${toPointerPart(name)}`, required.includes(name), passed);
    visit(schema.items, `${path}/*`, false, passed);
  };
  visit(root, '', true, []);
  return found;
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
  const key = (found: Arguments, path: string) => canonicalJson([parentOf(path), found.get(path)]);
  const renamed = new Map<string, string>();
  for (const path of added) {
    const alike = removed.filter((other) => key(was, other) === key(is, path));
    const rivals = added.filter((other) => key(is, other) === key(is, path));
    const [only] = alike;
    if (only !== undefined && alike.length === 1 && rivals.length === 1) renamed.set(path, only);
  }
  return renamed;
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
  const known: readonly string[] = [...TYPE, ...WORDS, ...ELSEWHERE];
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !known.includes(keyword)));
}

const equal = (a: JsonValue | undefined, b: JsonValue | undefined): boolean =>
  canonicalJson([a]) === canonicalJson([b]);
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
