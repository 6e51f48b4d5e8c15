import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ImaginariumError, messageOf } from '@imaginarium/contracts';
import { closest, distance } from 'fastest-levenshtein';
import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** A config as it was read and checked. */
export interface ConfigFile<Config> {
  readonly config: Config;
  /** Whether it names itself; one that does not is called after its file. */
  readonly isNamed: boolean;
  /** The file as given by the person. */
  readonly file: string;
  /** Absolute folder of the file: relative input paths are taken from here. */
  readonly folder: string;
}

/**
 * Reads and checks a YAML (or JSON) config.
 *
 * @param change what is checked instead of what the file says, for example with flags over it
 * @throws ImaginariumError `config/…` that names file, line, path, and the nearest known key for an unknown one
 */
export async function readConfigFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  change: (given: Readonly<Record<string, unknown>>) => unknown = (given) => given,
): Promise<ConfigFile<z.output<Schema>>> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ImaginariumError({
      code: 'config/not-found',
      message: `The config ${file} cannot be read.`,
      hint: 'Give the path of a YAML file; configs/quickstart.yaml is one.',
      cause,
    });
  });
  return checkConfigText(text, file, schema, change);
}

/** Checks the text of a config that is read or about to be written as `file`, as `readConfigFile` does. */
export function checkConfigText<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
  change: (given: Readonly<Record<string, unknown>>) => unknown = (given) => given,
): ConfigFile<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken)
    throw new ImaginariumError({
      code: 'config/malformed',
      message: `${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n')[0]}`,
      hint: 'The file must be valid YAML.',
      cause: broken,
    });
  const plain = plainOf(document, file);
  const given = isObject(plain) ? change(plain) : plain;
  const checked = schema.safeParse(given);
  if (!checked.success) throw refuse(file, document, lines, checked.error, schema);
  return {
    config: checked.data,
    isNamed: isObject(given) && 'name' in given,
    file,
    folder: resolve(dirname(file)),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Aliases are counted when they are followed: a few lines can stand for more than memory holds. */
function plainOf(document: Document, file: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (cause) {
    throw new ImaginariumError({
      code: 'config/malformed',
      message: `${file}: ${messageOf(cause)}`,
      hint: 'Write out what its aliases (*name) stand for.',
      cause,
    });
  }
}

function refuse(
  file: string,
  document: Document,
  lines: LineCounter,
  error: z.ZodError,
  schema: z.ZodType,
): ImaginariumError {
  const problems = issuesOf(error).map((issue) => {
    const path = issue.path.map(String);
    const at = (...more: string[]) => `${file}:${lineOf(document, lines, [...path, ...more])}`;
    if (issue.code === 'unrecognized_keys')
      return issue.keys
        .map((key) => `${at(key)}: ${[...path, key].join('.')}: unknown key${suggest(key, knownKeys(schema, path))}`)
        .join('\n');
    return `${at()}: ${path.join('.') || '(top level)'}: ${issue.message}`;
  });
  return new ImaginariumError({
    code: error.issues.some(({ code }) => code === 'unrecognized_keys') ? 'config/unknown-key' : 'config/invalid',
    message: problems.join('\n'),
    hint: 'configs/*.schema.json describe every key; editors can check against them.',
  });
}

/** What is wrong, problem by problem, each at the key that it is about. */
export function issuesOf(error: z.ZodError): z.core.$ZodIssue[] {
  return error.issues.flatMap(flatten);
}

/** A union fails with a list a branch: the branch that came furthest says it best. */
function flatten(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const branches = issue.errors.filter((branch) => branch.length > 0);
  const deepest = branches.find((branch) =>
    branch.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  const chosen = deepest ?? branches[0] ?? [];
  return chosen.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue));
}

/** Line of the key or item that a path leads to, or of the nearest one above it that is there. */
function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number {
  let line = 1;
  let node: unknown = document.contents;
  for (const part of path) {
    const child = isMap(node) ? node.items.find(({ key }) => String(key) === part) : undefined;
    const at = child ? child.key : isSeq(node) ? node.items[Number(part)] : undefined;
    if (!isNode(at) || !at.range) return line;
    line = lines.linePos(at.range[0]).line;
    node = child ? child.value : at;
  }
  return line;
}

function suggest(key: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(key, known);
  return distance(key, nearest) <= Math.max(2, key.length / 3)
    ? `; did you mean "${nearest}"?`
    : `; known here: ${known.join(', ')}`;
}

/** The keys of the schema at a path, unwrapping defaults, options, arrays and unions. */
function knownKeys(schema: z.ZodType, path: readonly string[]): string[] {
  let shapes: Shape[] = [schema as unknown as Shape];
  for (const part of path)
    shapes = shapes.flatMap(open).flatMap((shape) => shape.def.shape?.[part] ?? shape.def.element ?? []);
  return shapes.flatMap(open).flatMap((shape) => Object.keys(shape.def.shape ?? {}));
}

interface Shape {
  readonly def: {
    readonly shape?: Record<string, Shape>;
    readonly element?: Shape;
    readonly innerType?: Shape;
    readonly in?: Shape;
    readonly options?: Shape[];
  };
}

function open(shape: Shape): Shape[] {
  const { innerType, in: input, options } = shape.def;
  if (innerType) return open(innerType);
  if (input) return open(input);
  if (options) return options.flatMap(open);
  return [shape];
}
