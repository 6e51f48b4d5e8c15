import { fromPointerPart, isJsonObject, type JsonObject, type JsonValue, toPointerPart } from '@imaginarium/contracts';

/** The values at the ends of an object by JSON pointer (RFC 6901); empty lists and objects are ends too. */
export function argumentLeaves(args: JsonObject): Map<string, JsonValue> {
  const leaves = new Map<string, JsonValue>();
  collect(args, '', leaves);
  return leaves;
}

function collect(value: JsonValue, path: string, leaves: Map<string, JsonValue>): void {
  const members = Array.isArray(value) ? [...value.entries()] : isJsonObject(value) ? Object.entries(value) : [];
  if (members.length === 0) {
    if (path !== '') leaves.set(path, value);
    return;
  }
  for (const [key, member] of members) {
    collect(member, `${path}/${toPointerPart(String(key))}`, leaves);
  }
}

interface Branch {
  readonly children: Map<string, Branch>;
  value?: JsonValue;
}

/** The object with these leaves. Members whose keys count up from 0 make a list, without gaps. */
export function objectFromLeaves(leaves: Iterable<readonly [path: string, value: JsonValue]>): JsonObject {
  const root: Branch = { children: new Map() };
  for (const [path, value] of leaves) {
    let branch = root;
    for (const step of path.split('/').slice(1)) {
      const key = fromPointerPart(step);
      let child = branch.children.get(key);
      if (child === undefined) {
        child = { children: new Map() };
        branch.children.set(key, child);
      }
      branch = child;
    }
    branch.value = value;
  }
  return Object.fromEntries([...root.children].map(([key, child]) => [key, toValue(child)]));
}

function toValue({ children, value }: Branch): JsonValue {
  if (children.size === 0) return value ?? null;
  const members = [...children];
  if (members.every(([key]) => /^\d+$/.test(key))) {
    return members.sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => toValue(child));
  }
  return Object.fromEntries(members.map(([key, child]) => [key, toValue(child)]));
}
