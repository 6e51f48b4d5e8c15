import { isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';
import { type Description, type Located, malformed, memberOf, resolve } from './description.ts';
import type { ParameterPlan } from './operation-plan.ts';
import { readExamples, terse } from './schema-keywords.ts';
import type { SchemaMapper } from './schema-mapper.ts';
import type { ParameterPlace, Serialization } from './serialize-parameter.ts';

/** A parameter of an operation, its reference followed. */
export interface DescribedParameter {
  readonly name: string;
  readonly in: string;
  readonly isRequired: boolean;
  readonly value: JsonObject;
  readonly located: Located;
}

/** A field name of HTTP is a token (RFC 9110, 5.6.2). */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const PLACES: readonly ParameterPlace[] = ['path', 'query', 'header', 'cookie'];

/**
 * The parameters that hold for an operation: its path's, replaced by its own of the same place and name.
 * @throws ImaginariumError `input/openapi` when one has no name or place
 */
export function readParameters(description: Description, item: Located, operation: Located): DescribedParameter[] {
  const byKey = new Map<string, DescribedParameter>();
  for (const holder of [item, operation]) {
    const list = resolve(description, memberOf(holder, 'parameters'));
    if (list.value === undefined) continue;
    if (!Array.isArray(list.value)) throw malformed(description, list.at, '"parameters" must be a list');
    for (const index of list.value.keys()) {
      const located = resolve(description, memberOf(list, index));
      const { value } = located;
      if (!isJsonObject(value) || typeof value.name !== 'string' || typeof value.in !== 'string')
        throw malformed(description, located.at, 'a parameter must have a "name" and an "in"');
      const { name, in: place } = value;
      byKey.set(`${place} ${name}`, { name, in: place, isRequired: value.required === true, value, located });
    }
  }
  return [...byKey.values()];
}

export interface PlannedParameters {
  readonly plans: readonly ParameterPlan[];
  readonly properties: JsonObject;
  readonly required: readonly string[];
}

/** Arguments for the parameters, path first; `reserved` names are already taken. */
export function planParameters(
  parameters: readonly DescribedParameter[],
  mapper: SchemaMapper,
  reserved: ReadonlySet<string>,
  say: (message: string) => void,
): PlannedParameters {
  const plans: ParameterPlan[] = [];
  const properties: JsonObject = {};
  const required: string[] = [];
  for (const place of PLACES)
    for (const parameter of parameters.filter((one) => one.in === place)) {
      if (place === 'header' && !HEADER_NAME.test(parameter.name)) {
        say(`the header parameter ${parameter.name} is left out: no HTTP header may have this name`);
        continue;
      }
      const argument = argumentName(
        parameter.name,
        place,
        (name) => reserved.has(name) || Object.hasOwn(properties, name),
      );
      plans.push({ argument, name: parameter.name, in: place, serialization: readSerialization(parameter, place) });
      properties[argument] = argumentSchema(parameter, mapper, say);
      if (parameter.isRequired || place === 'path') required.push(argument);
    }
  return { plans, properties, required };
}

function argumentName(name: string, place: ParameterPlace, isTaken: (name: string) => boolean): string {
  let argument = name;
  for (let number = 1; isTaken(argument); number++) argument = `${name}_${place}${number === 1 ? '' : `_${number}`}`;
  return argument;
}

/** 3.x has `schema` or `content`; 2.0 has the schema's keywords in the parameter itself. */
function argumentSchema(
  parameter: DescribedParameter,
  mapper: SchemaMapper,
  say: (message: string) => void,
): JsonValue {
  const { located, value } = parameter;
  const media = mediaOf(parameter);
  const holder = media ? memberOf(memberOf(located, 'content'), media) : located;
  const schema = memberOf(holder, 'schema');
  const mapped = schema.value === undefined ? (media ? {} : mapper.map(located, say)) : mapper.map(schema, say);
  if (!isJsonObject(mapped)) return mapped;
  const examples = [...readExamples(value), ...(isJsonObject(holder.value) ? readExamples(holder.value) : [])];
  return {
    ...mapped,
    ...(typeof value.description === 'string' && value.description.trim() !== ''
      ? { description: terse(value.description) }
      : {}),
    ...(mapped.examples === undefined && examples.length > 0 ? { examples: examples.slice(0, 1) } : {}),
  };
}

function mediaOf(parameter: DescribedParameter): string | undefined {
  const { content, schema } = parameter.value;
  return schema === undefined && isJsonObject(content) ? Object.keys(content)[0] : undefined;
}

const COLLECTIONS: { readonly [format: string]: Pick<Serialization, 'style' | 'explode'> } = {
  csv: { style: 'form', explode: false },
  ssv: { style: 'spaceDelimited', explode: false },
  tsv: { style: 'tabDelimited', explode: false },
  pipes: { style: 'pipeDelimited', explode: false },
  multi: { style: 'form', explode: true },
};
const STYLES = new Set<string>(['matrix', 'label', 'simple', 'form', 'spaceDelimited', 'pipeDelimited', 'deepObject']);

/** `style`, `explode` and `allowReserved` of 3.x with their defaults, or the `collectionFormat` of 2.0. */
function readSerialization(parameter: DescribedParameter, place: ParameterPlace): Serialization {
  const { value } = parameter;
  const media = mediaOf(parameter);
  const isPair = place === 'query' || place === 'cookie';
  const isOld = value.schema === undefined && media === undefined;
  const collection = isOld && isPair ? COLLECTIONS[String(value.collectionFormat ?? 'csv')] : undefined;
  return readStyle(value, collection ?? { style: isPair ? 'form' : 'simple', explode: isPair && !isOld }, media);
}

/** The style that a parameter or an encoding gives, or the default where it gives none. */
export function readStyle(
  value: JsonObject,
  otherwise: Pick<Serialization, 'style' | 'explode'>,
  mediaType?: string,
): Serialization {
  const style = isStyle(value.style) ? value.style : otherwise.style;
  const byStyle = style === otherwise.style ? otherwise.explode : style === 'form';
  return {
    style,
    explode: typeof value.explode === 'boolean' ? value.explode : byStyle,
    allowReserved: value.allowReserved === true,
    ...(mediaType === undefined ? {} : { mediaType }),
  };
}

function isStyle(value: JsonValue | undefined): value is Serialization['style'] {
  return typeof value === 'string' && STYLES.has(value);
}
