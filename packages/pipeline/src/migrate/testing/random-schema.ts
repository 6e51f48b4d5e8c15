import type { JsonObject, JsonValue } from '@imaginarium/contracts';
import { objectOf } from './pool-fixture.ts';

/** Draws that a property test decides. */
export interface Draw {
  /** Whole number from 0, below the bound. */
  readonly below: (bound: number) => number;
  /** A word that was never drawn before. */
  readonly fresh: () => string;
}

/** A schema of an object with named arguments up to three levels deep, each described in words of its own. */
export function randomSchema(draw: Draw, depth = 0): JsonObject {
  const names = Array.from({ length: 1 + draw.below(3) }, () => draw.fresh());
  const properties = Object.fromEntries(names.map((name) => [name, randomArgument(draw, depth)]));
  const required = names.filter(() => draw.below(2) === 0);
  return { ...objectOf(properties, required), additionalProperties: draw.below(2) === 0 };
}

function randomArgument(draw: Draw, depth: number): JsonObject {
  const description = `It is the ${draw.fresh()}.`;
  const kinds: (() => JsonObject)[] = [
    () => ({ type: 'string' }),
    () => ({ type: 'integer' }),
    () => ({ type: 'string', enum: ['one', 'two', 'three'] }),
    () => ({ type: 'array', items: { type: 'string' } }),
    () => randomSchema(draw, depth + 1),
    () => ({ type: 'array', items: randomSchema(draw, depth + 1) }),
  ];
  return { ...kinds[draw.below(depth < 2 ? kinds.length : 4)]?.(), description };
}

/** Arguments that fit a random schema, with every required argument and some others. */
export function randomArguments(schema: JsonObject, draw: Draw): JsonObject {
  const required = schema.required as string[];
  const given = Object.entries(schema.properties as JsonObject).filter(
    ([name]) => required.includes(name) || draw.below(2) === 0,
  );
  return Object.fromEntries(given.map(([name, argument]) => [name, randomValue(argument as JsonObject, draw)]));
}

function randomValue(schema: JsonObject, draw: Draw): JsonValue {
  if (Array.isArray(schema.enum)) return schema.enum[draw.below(schema.enum.length)] as JsonValue;
  if (schema.type === 'integer') return draw.below(10);
  if (schema.type === 'object') return randomArguments(schema, draw);
  if (schema.type === 'string') return 'v'.repeat(1 + draw.below(4));
  return Array.from({ length: draw.below(3) }, () => randomValue(schema.items as JsonObject, draw));
}

export interface ChangedSchema {
  readonly schema: JsonObject;
  /** Names that are no longer there. */
  readonly gone: readonly string[];
}

/** Changes what examples are carried over: names, words, new optional arguments and choices, freed arguments; with `loses`, also what some of them do not survive. */
export function changeMechanically(schema: JsonObject, draw: Draw, loses: boolean): ChangedSchema {
  const gone: string[] = [];
  const change = (object: JsonObject): JsonObject => {
    const was = object.required as string[];
    const properties: JsonObject = {};
    const required: string[] = [];
    for (const [name, argument] of Object.entries(object.properties as JsonObject)) {
      const choice = draw.below(loses ? 6 : 3);
      const isRenamed = choice === 0;
      const isRemoved = choice === 5;
      if (isRenamed || isRemoved) gone.push(name);
      if (isRemoved) continue;
      const now = isRenamed ? draw.fresh() : name;
      properties[now] = isRenamed ? argument : changeArgument(argument as JsonObject, choice);
      const isFreed = !isRenamed && draw.below(4) === 0;
      const isDemanded = !isRenamed && loses && draw.below(6) === 0;
      if (isDemanded || (was.includes(name) && !isFreed)) required.push(now);
    }
    if (draw.below(3) === 0) properties[draw.fresh()] = { type: 'string' };
    return { ...object, properties, required };
  };
  const changeArgument = (argument: JsonObject, choice: number): JsonObject => {
    const { type, items } = argument;
    const described = choice === 1 ? { ...argument, description: `That is the ${draw.fresh()}.` } : argument;
    if (Array.isArray(argument.enum)) {
      const left = choice === 3 ? argument.enum.slice(1) : argument.enum;
      return { ...described, enum: choice === 2 ? [...left, 'four'] : left };
    }
    if (type === 'object') return change(described);
    if (type === 'array' && (items as JsonObject).type === 'object')
      return { ...described, items: change(items as JsonObject) };
    if (type === 'string' && choice === 3) return { ...described, maxLength: 2 };
    if (type === 'integer' && choice === 3) return { ...described, minimum: 5 };
    if (type === 'integer' && choice === 4) return { ...described, default: 7 };
    return described;
  };
  return { schema: change(schema), gone };
}
