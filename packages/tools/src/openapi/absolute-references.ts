import { isJsonObject, type JsonValue } from '@imaginarium/contracts';

/** Members that hold data, not descriptions: a `$ref` in them is no reference. */
const DATA = new Set(['default', 'example', 'examples', 'enum', 'const']);
/** Members whose own keys are names that the author chose. */
const NAMED = new Set([
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions', 'schemas', 'responses'],
  ...['parameters', 'headers', 'requestBodies', 'callbacks', 'links', 'pathItems', 'paths', 'content', 'encoding'],
]);

/**
 * Makes every `$ref` of a document absolute, in place, and returns the addresses of the other documents that it refers to,
 * each with the reference as it was written.
 */
export function makeReferencesAbsolute(document: JsonValue, address: string): Map<string, string> {
  const others = new Map<string, string>();
  const seen = new Set<JsonValue>();
  const walk = (node: JsonValue, isNamed: boolean): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    if (!isJsonObject(node)) {
      for (const item of node) walk(item, false);
      return;
    }
    if (typeof node.$ref === 'string') {
      const written = node.$ref;
      node.$ref = written.startsWith('#') ? `${address}${written}` : absolute(written, address);
      const other = node.$ref.split('#', 1)[0] ?? '';
      if (other !== address) others.set(other, written);
    }
    for (const [key, member] of Object.entries(node))
      if (isNamed || !DATA.has(key)) walk(member, !isNamed && NAMED.has(key));
  };
  walk(document, false);
  return others;
}

function absolute(reference: string, address: string): string {
  const hash = reference.indexOf('#');
  const [file, pointer] = hash < 0 ? [reference, ''] : [reference.slice(0, hash), reference.slice(hash)];
  return URL.canParse(file, address) ? `${new URL(file, address).href}${pointer}` : reference;
}
