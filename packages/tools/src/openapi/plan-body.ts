import { isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';
import { type Description, type Located, memberOf, resolve } from './description.ts';
import type { BodyFormat, BodyPlan, FormPropertyPlan } from './operation-plan.ts';
import { type DescribedParameter, readStyle } from './plan-parameters.ts';
import { terse } from './schema-keywords.ts';
import type { SchemaMapper } from './schema-mapper.ts';

export interface PlannedBody {
  readonly plan: BodyPlan;
  readonly schema: JsonValue;
  readonly isRequired: boolean;
}

type Say = (message: string) => void;

/** In the order of preference; the last member stands for a type with wildcards. */
const FORMATS: readonly [BodyFormat, RegExp, string?][] = [
  ['json', /^application\/json\b|[/+]json\b/i, 'application/json'],
  ['urlencoded', /^application\/x-www-form-urlencoded/i, 'application/x-www-form-urlencoded'],
  ['multipart', /^multipart\//i, 'multipart/form-data'],
  ['text', /./],
];

/** The body of a 3.x operation, in the first of its media types that can be written: JSON, form, multipart, text. */
export function planBody(
  description: Description,
  operation: Located,
  mapper: SchemaMapper,
  say: Say,
): PlannedBody | undefined {
  const body = resolve(description, memberOf(operation, 'requestBody'));
  if (!isJsonObject(body.value)) return undefined;
  const content = memberOf(body, 'content');
  const types = isJsonObject(content.value) ? Object.keys(content.value) : [];
  const { format, key, contentType } = chooseType(types);
  const media = memberOf(content, key);
  const located = memberOf(media, 'schema');
  const schema = described(bodySchema(located, format, contentType, mapper, say), body.value.description);
  const properties = format === 'urlencoded' || format === 'multipart' ? formProperties(description, media) : {};
  return { plan: { format, contentType, properties }, schema, isRequired: body.value.required === true };
}

/** The body of a 2.0 operation: its `in: body` parameter, or its `in: formData` parameters together. */
export function planBodyOf2(
  parameters: readonly DescribedParameter[],
  consumes: readonly string[],
  mapper: SchemaMapper,
  say: Say,
): PlannedBody | undefined {
  const body = parameters.find((parameter) => parameter.in === 'body');
  if (body) {
    const { format, contentType } = chooseType(consumes.filter((type) => !/form-/i.test(type)));
    const located = memberOf(body.located, 'schema');
    const schema = described(bodySchema(located, format, contentType, mapper, say), body.value.description);
    return { plan: { format, contentType, properties: {} }, schema, isRequired: body.isRequired };
  }
  const form = parameters.filter((parameter) => parameter.in === 'formData');
  if (form.length === 0) return undefined;
  const hasFile = form.some(({ value }) => value.type === 'file');
  const contentType =
    consumes.find((type) => (hasFile ? /^multipart\//i : /form-/i).test(type)) ??
    (hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded');
  const required = form.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const plans = form.map(({ name, value }): [string, FormPropertyPlan] => [name, formDataPlan(value)]);
  return {
    plan: { format: chooseType([contentType]).format, contentType, properties: Object.fromEntries(plans) },
    schema: {
      type: 'object',
      properties: Object.fromEntries(form.map(({ name, located }) => [name, mapper.map(located, say)])),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
    },
    isRequired: required.length > 0,
  };
}

interface ChosenType {
  readonly format: BodyFormat;
  /** As the description has it, perhaps with wildcards. */
  readonly key: string;
  readonly contentType: string;
}

function chooseType(types: readonly string[]): ChosenType {
  for (const [format, matcher, plain] of FORMATS) {
    const key = types.find((type) => matcher.test(type) && (plain !== undefined || !type.includes('*')));
    if (key !== undefined) return { format, key, contentType: plain !== undefined && key.includes('*') ? plain : key };
  }
  return { format: 'json', key: types[0] ?? '', contentType: 'application/json' };
}

function bodySchema(
  located: Located,
  format: BodyFormat,
  contentType: string,
  mapper: SchemaMapper,
  say: Say,
): JsonValue {
  const mapped = located.value === undefined ? {} : mapper.map(located, say);
  if (format !== 'text') return mapped;
  if (isJsonObject(mapped) && mapped.type === 'string') return mapped;
  if (located.value !== undefined) say(`the body is ${contentType}: it is given as text, its schema is not shown`);
  return { type: 'string', description: `Text of type ${contentType}` };
}

function described(schema: JsonValue, description: JsonValue | undefined): JsonValue {
  if (typeof description !== 'string' || description.trim() === '') return schema;
  if (schema === true) return { description: terse(description) };
  return isJsonObject(schema) && schema.description === undefined
    ? { ...schema, description: terse(description) }
    : schema;
}

function formProperties(description: Description, media: Located): { [name: string]: FormPropertyPlan } {
  const schema = resolve(description, memberOf(media, 'schema'));
  const properties = resolve(description, memberOf(schema, 'properties'));
  const encodings = memberOf(media, 'encoding');
  const names = new Set([...keysOf(properties.value), ...keysOf(encodings.value)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const property = resolve(description, memberOf(properties, name)).value;
      const encoding = memberOf(encodings, name).value;
      return [name, formPropertyPlan(isJsonObject(property) ? property : {}, isJsonObject(encoding) ? encoding : {})];
    }),
  );
}

function formPropertyPlan(property: JsonObject, encoding: JsonObject): FormPropertyPlan {
  const hasStyle = ['style', 'explode', 'allowReserved'].some((key) => encoding[key] !== undefined);
  const items = isJsonObject(property.items) ? property.items : {};
  return {
    ...(typeof encoding.contentType === 'string' ? { contentType: encoding.contentType } : {}),
    ...(hasStyle ? { serialization: readStyle(encoding, { style: 'form', explode: true }) } : {}),
    ...(isBinary(property) || isBinary(items) ? { isFile: true } : {}),
  };
}

function formDataPlan(parameter: JsonObject): FormPropertyPlan {
  const explode = parameter.collectionFormat === 'multi';
  const delimited = { ssv: 'spaceDelimited', tsv: 'tabDelimited', pipes: 'pipeDelimited' } as const;
  const format = String(parameter.collectionFormat);
  const style = format === 'ssv' || format === 'tsv' || format === 'pipes' ? delimited[format] : 'form';
  return {
    ...(parameter.type === 'array' ? { serialization: { style, explode, allowReserved: false } } : {}),
    ...(parameter.type === 'file' ? { isFile: true } : {}),
  };
}

function isBinary(schema: JsonObject): boolean {
  return schema.format === 'binary' || (schema.contentMediaType !== undefined && schema.contentEncoding === undefined);
}

function keysOf(value: JsonValue | undefined): string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}
