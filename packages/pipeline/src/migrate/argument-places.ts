import { fromPointerPart, isJsonObject, type JsonObject, type JsonValue, toPointerPart } from '@imaginarium/contracts';

/** An argument under another name in the same object. */
export interface ArgumentRename {
  /** Paths as `SchemaChange` has them: `*` for the items of an array. */
  readonly from: string;
  readonly path: string;
}

/** The arguments of a call under their new names, in the order in which they were given. */
export function renameArguments(args: JsonObject, renames: readonly ArgumentRename[]): JsonObject {
  return renames.reduce((renamed, rename) => {
    const { parent, name } = splitPath(rename.from);
    return renameAt(renamed, parent, name, splitPath(rename.path).name) as JsonObject;
  }, args);
}

function renameAt(value: JsonValue, [part, ...parts]: readonly string[], from: string, to: string): JsonValue {
  if (part !== undefined) return mapAt(value, part, (inside) => renameAt(inside, parts, from, to));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name === from ? to : name, member]));
}

function mapAt(value: JsonValue, part: string, change: (inside: JsonValue) => JsonValue): JsonValue {
  if (Array.isArray(value)) return part === '*' ? value.map(change) : value;
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === part ? change(member) : member]),
  );
}

/** A JSON pointer into arguments, with the new names. */
export function renamePointer(pointer: string, renames: readonly ArgumentRename[]): string {
  const rename = renames.find(({ from }) => isWithin(pointer, from));
  if (rename === undefined) return pointer;
  const parts = pointer.split('/');
  parts[rename.from.split('/').length - 1] = toPointerPart(splitPath(rename.path).name);
  return renamePointer(
    parts.join('/'),
    renames.filter((other) => other !== rename),
  );
}

/** Whether a JSON pointer leads to, or into, an argument of the path. */
export function isWithin(pointer: string, path: string): boolean {
  const parts = pointer.split('/');
  return path.split('/').every((part, at) => part === parts[at] || (part === '*' && /^\d+$/.test(parts[at] ?? '')));
}

/** All values that arguments have at a path. */
export function valuesAt(args: JsonValue, path: string): JsonValue[] {
  return partsOf(path).reduce<JsonValue[]>((found, part) => found.flatMap((value) => membersAt(value, part)), [args]);
}

/** The values at a path's parent: objects of which each has, or could have, the argument. Empty for the whole. */
export function holdersOf(args: JsonObject, path: string): JsonObject[] {
  if (path === '') return [];
  const parent = path.slice(0, path.lastIndexOf('/'));
  return valuesAt(args, parent).filter(isJsonObject);
}

/** The name that a path ends with, and what leads to it. */
export function splitPath(path: string): { readonly parent: readonly string[]; readonly name: string } {
  const parts = partsOf(path);
  return { parent: parts.slice(0, -1), name: parts.at(-1) ?? '' };
}

function membersAt(value: JsonValue, part: string): JsonValue[] {
  if (Array.isArray(value)) return part === '*' ? value : [];
  return isJsonObject(value) && Object.hasOwn(value, part) ? [value[part] as JsonValue] : [];
}

const partsOf = (path: string): string[] => path.split('/').slice(1).map(fromPointerPart);
