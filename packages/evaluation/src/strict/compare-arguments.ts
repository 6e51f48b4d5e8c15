import {
  type ArgumentProblem,
  canonicalJson,
  type GoldCall,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ToolDefinition,
  toPointerPart,
} from '@imaginarium/contracts';
import { variantsOf } from './argument-schema.ts';
import { areEqualScalars } from './compare-scalars.ts';

interface Comparison {
  /** The tool's parameters, into which references point. */
  readonly root: JsonObject;
  readonly accepted: NonNullable<GoldCall['accepted']>;
}

/**
 * What is wrong with the arguments of a call, held against the right ones by the tool's JSON Schema (method §6, field
 * point 10); empty when nothing is. An argument left out is its default, and so is null, or an empty text, where the
 * argument is optional. A list is one value. `gold.accepted` holds further right values; null or an empty text among them allows leaving the
 * argument out. Where the schema requires an argument and the gold
 * lacks it or leaves it empty, the query states no value: any will do.
 *
 * @param tool undefined where the test set does not describe the tool: the types of the gold values decide
 */
export function compareArguments(
  gold: Pick<GoldCall, 'arguments' | 'accepted'>,
  actual: JsonObject,
  tool: Pick<ToolDefinition, 'parameters'> | undefined,
): ArgumentProblem[] {
  const root = tool?.parameters ?? {};
  return compareObjects(gold.arguments, actual, root, '', { root, accepted: gold.accepted ?? {} });
}

function compareObjects(
  gold: JsonObject,
  actual: JsonObject,
  schema: JsonValue | undefined,
  pointer: string,
  comparison: Comparison,
): ArgumentProblem[] {
  const { properties, required } = objectSchema(schema, comparison.root);
  const problems: ArgumentProblem[] = [];
  for (const key of new Set([...Object.keys(gold), ...Object.keys(actual)])) {
    const argument: Argument = {
      name: key,
      path: `${pointer}/${toPointerPart(key)}`,
      schema: Object.hasOwn(properties, key) ? properties[key] : undefined,
      isRequired: required.has(key),
    };
    problems.push(...compareArgument(own(gold, key), own(actual, key), argument, comparison));
  }
  return problems;
}

interface Argument {
  readonly name: string;
  readonly path: string;
  readonly schema: JsonValue | undefined;
  readonly isRequired: boolean;
}

function compareArgument(
  gold: JsonValue | undefined,
  actual: JsonValue | undefined,
  argument: Argument,
  comparison: Comparison,
): ArgumentProblem[] {
  const { path, isRequired } = argument;
  const accepted = comparison.accepted[path] ?? [];
  const isUnstated = (value: JsonValue | undefined) =>
    value === undefined || (!isRequired && statesNothing(value, argument, comparison.root));
  const isAccepted = (value: JsonValue) =>
    accepted.some((other) => areEqualValues(other, value, argument, comparison.root));
  if (actual === undefined) {
    if (isUnstated(gold) || accepted.some((value) => value === null || value === '')) return [];
    return [{ path, problem: 'missing', ...(gold !== undefined && { expected: gold }) }];
  }
  if (isAccepted(actual) || (isUnstated(gold) && isUnstated(actual))) return [];
  if (isRequired && argument.schema !== undefined && (gold === undefined || gold === '')) return [];
  if (gold === undefined) return [{ path, problem: 'unexpected', actual }];
  if (isJsonObject(gold) && isJsonObject(actual)) {
    const byVariant = variantsOf(argument.schema, comparison.root).map((variant) =>
      compareObjects(gold, actual, variant, path, comparison),
    );
    return byVariant.reduce((fewest, problems) => (problems.length < fewest.length ? problems : fewest));
  }
  if (areEqualValues(gold, actual, argument, comparison.root)) return [];
  return [{ path, problem: 'value', expected: gold, actual }];
}

function statesNothing(value: JsonValue, { name, schema }: Argument, root: JsonObject): boolean {
  if (value === null || value === '') return true;
  return [schema, ...variantsOf(schema, root)].some((variant) => {
    const standard = isJsonObject(variant) ? variant.default : undefined;
    return standard !== undefined && areEqualValues(standard, value, { name, schema }, root);
  });
}

/** Whether two values of an argument say the same by its schema. */
function areEqualValues(
  gold: JsonValue,
  actual: JsonValue,
  { name, schema }: Pick<Argument, 'name' | 'schema'>,
  root: JsonObject,
): boolean {
  if (canonicalJson(gold) === canonicalJson(actual)) return true;
  return variantsOf(schema, root).some((variant) => {
    if (Array.isArray(gold) || Array.isArray(actual))
      return areEqualLists(gold, actual, { name, schema: variant }, root);
    if (isJsonObject(gold) || isJsonObject(actual)) {
      if (!isJsonObject(gold) || !isJsonObject(actual)) return false;
      return compareObjects(gold, actual, variant, '', { root, accepted: {} }).length === 0;
    }
    return gold !== null && actual !== null && areEqualScalars(gold, actual, { name, schema: variant });
  });
}

/** A list may also be written as text with commas. Order counts unless the schema says that the elements are a set. */
function areEqualLists(
  gold: JsonValue,
  actual: JsonValue,
  { name, schema }: { readonly name: string; readonly schema: JsonObject },
  root: JsonObject,
): boolean {
  const [left, right] = [toList(gold), toList(actual)];
  if (left === undefined || right === undefined || left.length !== right.length) return false;
  const element = { name, schema: schema.items };
  const isSet = schema.uniqueItems === true;
  // In order of their text most elements of a set stand beside their own.
  const unmatched = isSet ? inOrderOfText(right) : [...right];
  return (isSet ? inOrderOfText(left) : left).every((value) => {
    const candidates = isSet ? unmatched : unmatched.slice(0, 1);
    const index = candidates.findIndex((other) => areEqualValues(value, other, element, root));
    if (index >= 0) unmatched.splice(index, 1);
    return index >= 0;
  });
}

function inOrderOfText(list: readonly JsonValue[]): JsonValue[] {
  const texts = list.map((value) => [canonicalJson(value), value] as const);
  return texts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value);
}

function toList(value: JsonValue): JsonValue[] | undefined {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? value.split(',').map((part) => part.trim()) : undefined;
}

function objectSchema(
  schema: JsonValue | undefined,
  root: JsonObject,
): { readonly properties: JsonObject; readonly required: ReadonlySet<JsonValue> } {
  const variant = variantsOf(schema, root).find(({ properties }) => isJsonObject(properties));
  return {
    properties: isJsonObject(variant?.properties) ? variant.properties : {},
    required: new Set(Array.isArray(variant?.required) ? variant.required : []),
  };
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
