import { isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';
import { statedDates } from './date-notation.ts';
import { isIdentifier } from './derivable.ts';
import { choicesOf, type GroundedLeaf } from './ground-arguments.ts';
import { statedTimes } from './time-notation.ts';

/**
 * What an argument may take from a text besides words: a number, a moment (a date, a time, a part of one), or only a
 * number of many digits (card, IBAN, telephone).
 */
export type ArgumentKind = 'number' | 'moment' | 'identifier';

const BOTH: readonly ArgumentKind[] = ['number', 'moment'];
const SPEAKS_OF_MOMENTS =
  /(?<!\p{L})(?:date|day|week|month|year|time|hour|minute|when|since|until|schedule)s?(?!\p{L})/iu;
const SPEAKS_OF_NUMBERS = /(?<!\p{L})(?:numbers?|numeric|digits?|amounts?|counts?|quantity)(?!\p{L})/iu;

/**
 * The kinds of values that a tool's arguments could take: those of the call by their values and schemas, those that the
 * call leaves out by their schemas alone. Where neither tells, both.
 */
export function kindsTaken(grounding: readonly GroundedLeaf[], parameters: JsonObject): ReadonlySet<ArgumentKind> {
  return new Set([
    ...grounding.flatMap(kindsOfLeaf),
    ...absentArguments(grounding, parameters).flatMap(([name, schema]) => kindsOfSchema(name, schema)),
  ]);
}

/** Top-level arguments that the schema declares and the call leaves out. */
export function absentArguments(
  grounding: readonly GroundedLeaf[],
  { properties }: JsonObject,
): readonly (readonly [name: string, schema: JsonValue])[] {
  const given = new Set(grounding.map(({ path }) => path.split('/')[1]));
  return isJsonObject(properties) ? Object.entries(properties).filter(([name]) => !given.has(name)) : [];
}

function kindsOfLeaf(grounded: GroundedLeaf): readonly ArgumentKind[] {
  const { leaf, path, from } = grounded;
  const moments: readonly ArgumentKind[] = [{}, ...leaf.schemas].some((schema) => speaksOfMoments(path, schema))
    ? ['moment']
    : [];
  if (typeof leaf.value === 'number') return ['number', ...moments];
  if (typeof leaf.value !== 'string' || choicesOf(leaf).length > 0) return [];
  // What rules did not read in the query may hide anything.
  if (from !== 'query') return BOTH;
  const isMoment = statedDates(leaf.value).length > 0 || statedTimes(leaf.value).length > 0;
  if (!isMoment && isIdentifier(leaf.value)) return ['identifier', ...moments];
  const isNumeric =
    /\d/.test(leaf.value) || leaf.schemas.some((schema) => SPEAKS_OF_NUMBERS.test(wordsOf(path, schema)));
  return [
    ...(isNumeric || moments.length > 0 ? (['number'] as const) : []),
    ...(isMoment ? (['moment'] as const) : moments),
  ];
}

function kindsOfSchema(name: string, schema: JsonValue): readonly ArgumentKind[] {
  if (!isJsonObject(schema)) return BOTH;
  if (schema.type === 'boolean' || schema.enum !== undefined || schema.const !== undefined) return [];
  if (schema.type === 'number' || schema.type === 'integer') return speaksOfMoments(name, schema) ? BOTH : ['number'];
  return BOTH;
}

function speaksOfMoments(name: string, schema: JsonObject): boolean {
  return SPEAKS_OF_MOMENTS.test(wordsOf(name, schema).replace(/time[\s-]?zone/gi, ''));
}

/** What the schema says of an argument, its name in separate words. */
function wordsOf(name: string, { title, description, format }: JsonObject): string {
  return [name.replace(/(?<=[a-z])(?=[A-Z])|_/g, ' '), title, description, format].join(' ');
}
