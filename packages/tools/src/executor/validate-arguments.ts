import { type JsonObject, messageOf, type ToolSpec } from '@imaginarium/contracts';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { runWithin } from './run-within.ts';

const MOST_PROBLEMS = 8;
const LONGEST_VALUE = 80;
const PATTERN_MS = 500;

export interface ArgumentProblem {
  readonly failure: 'invalid-arguments' | 'not-executable' | 'timeout';
  /** For the model: what is wrong, where, and what would be right. */
  readonly content: string;
}

/** Checks the arguments of a call against the tool's schema; undefined when they fit. */
export type ArgumentValidator = (spec: ToolSpec, args: JsonObject) => ArgumentProblem | undefined;

/**
 * Compiles each tool's schema once, at its first call. A tool whose schema is not valid is not executable. Regular
 * expressions of a schema meet texts that a model wrote, and some take time without end for some texts: a schema that holds
 * any is checked within 500 ms.
 */
export function createArgumentValidator(): ArgumentValidator {
  const compiled = new Map<string, Checker | Error>();
  return (spec, args) => {
    const checker = compiled.get(spec.name) ?? attempt(() => checkerOf(spec.parameters));
    compiled.set(spec.name, checker);
    if (checker instanceof Error)
      return {
        failure: 'not-executable',
        content: `The parameter schema of ${spec.name} is not valid: ${checker.message}`,
      };
    const { validate, hasPatterns } = checker;
    const fits = attempt(() => (hasPatterns ? runWithin(PATTERN_MS, () => validate(args)) : validate(args)));
    if (fits instanceof DOMException)
      return {
        failure: 'timeout',
        content: `The arguments for ${spec.name} could not be checked: a pattern of the schema did not come to an end within ${PATTERN_MS} ms. Give a simpler text.`,
      };
    if (fits instanceof Error) throw fits;
    if (fits) return undefined;
    return { failure: 'invalid-arguments', content: describeProblems(spec, validate.errors ?? []) };
  };
}

/** Why a JSON Schema cannot be used to check arguments; undefined when it can. For importers. */
export function schemaProblem(parameters: JsonObject): string | undefined {
  const compiled = attempt(() => compile(parameters));
  return compiled instanceof Error ? compiled.message : undefined;
}

interface Checker {
  readonly validate: ValidateFunction;
  readonly hasPatterns: boolean;
}

function checkerOf(parameters: JsonObject): Checker {
  return {
    validate: compile(parameters),
    hasPatterns: /"(?:pattern|patternProperties|format)":/.test(JSON.stringify(parameters)),
  };
}

function attempt<T>(produce: () => T): T | Error {
  try {
    return produce();
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(messageOf(thrown));
  }
}

function compile(parameters: JsonObject): ValidateFunction {
  // Sources declare any draft; what they use of it is common to all.
  const { $schema, ...schema } = parameters;
  try {
    return createAjv(true).compile(schema);
  } catch {
    // Many published patterns are legal only without the `u` flag.
    return createAjv(false).compile(schema);
  }
}

const engines = new Map<boolean, Ajv2020>();
function createAjv(unicodeRegExp: boolean): Ajv2020 {
  let engine = engines.get(unicodeRegExp);
  if (!engine) {
    engine = new Ajv2020({
      allErrors: true,
      verbose: true,
      strict: false,
      logger: false,
      addUsedSchema: false,
      unicodeRegExp,
    });
    addFormats.default(engine);
    engines.set(unicodeRegExp, engine);
  }
  return engine;
}

function describeProblems(spec: ToolSpec, errors: readonly ErrorObject[]): string {
  const lines = [...new Set(errors.map((error) => describe(error)))];
  const shown = lines.slice(0, MOST_PROBLEMS);
  if (lines.length > shown.length) shown.push(`${lines.length - shown.length} more`);
  return `Invalid arguments for ${spec.name}:\n${shown.map((line) => `- ${line}`).join('\n')}`;
}

function describe({ keyword, instancePath, params, message, data, parentSchema }: ErrorObject): string {
  const where = instancePath || 'arguments';
  switch (keyword) {
    case 'required':
      return `${instancePath}/${params.missingProperty}: is required but missing${expectation(propertyOf(parentSchema, params.missingProperty))}`;
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const known = Object.keys(Object(parentSchema?.properties));
      const name = params.additionalProperty ?? params.unevaluatedProperty;
      return `${instancePath}/${name}: unknown property; ${known.length > 0 ? `known: ${known.join(', ')}` : 'none is allowed'}`;
    }
    case 'enum':
      return `${where}: must be one of ${params.allowedValues.map((value: unknown) => JSON.stringify(value)).join(', ')}; got ${show(data)}`;
    case 'const':
      return `${where}: must be ${JSON.stringify(params.allowedValue)}; got ${show(data)}`;
    default:
      return `${where}: ${message}; got ${show(data)}`;
  }
}

function propertyOf(schema: unknown, name: string): unknown {
  return Object(Object(schema).properties)[name];
}

function expectation(schema: unknown): string {
  const { type, enum: values } = Object(schema) as { type?: unknown; enum?: unknown };
  if (Array.isArray(values)) return ` (one of ${values.map((value) => JSON.stringify(value)).join(', ')})`;
  return typeof type === 'string' ? ` (${type})` : '';
}

function show(data: unknown): string {
  const text = JSON.stringify(data) ?? 'nothing';
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
