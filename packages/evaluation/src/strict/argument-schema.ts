import { followReference, isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';

/** References followed in a row before a schema counts as unknown: `$ref` may be circular. */
const MAX_REFERENCES = 16;

/**
 * The plain schemas that a JSON Schema stands for: local references followed, `allOf` merged, `anyOf`, `oneOf` and lists
 * of types spread out, null left out (it states no value). Unknown schemas (`true`, a reference that leads nowhere) are
 * empty; at least one is returned.
 *
 * @param root the schema that `#/…` points into
 */
export function variantsOf(schema: JsonValue | undefined, root: JsonObject): readonly JsonObject[] {
  const variants = spread(schema, root, MAX_REFERENCES).filter(({ type }) => type !== 'null');
  return variants.length > 0 ? variants : [{}];
}

function spread(schema: JsonValue | undefined, root: JsonObject, depth: number): JsonObject[] {
  if (!isJsonObject(schema) || depth === 0) return [{}];
  const { $ref: reference, allOf, anyOf, oneOf, ...own } = schema;
  if (typeof reference === 'string') return withOwn(spread(followReference(reference, root), root, depth - 1), own);
  if (Array.isArray(allOf))
    return allOf.reduce<JsonObject[]>(
      (merged, part) => merged.flatMap((left) => withOwn(spread(part, root, depth - 1), left)),
      [{ ...own, ...(anyOf && { anyOf }), ...(oneOf && { oneOf }) }],
    );
  const choices = anyOf ?? oneOf;
  if (Array.isArray(choices)) return choices.flatMap((choice) => withOwn(spread(choice, root, depth - 1), own));
  if (Array.isArray(own.type)) return own.type.map((type) => ({ ...own, type }));
  return [own];
}

function withOwn(variants: readonly JsonObject[], own: JsonObject): JsonObject[] {
  return variants.map((variant) => {
    const merged = { ...own, ...variant };
    if (isJsonObject(own.properties) && isJsonObject(variant.properties))
      merged.properties = { ...own.properties, ...variant.properties };
    if (Array.isArray(own.required) && Array.isArray(variant.required))
      merged.required = [...own.required, ...variant.required];
    return merged;
  });
}
