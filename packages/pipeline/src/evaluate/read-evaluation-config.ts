import { basename, dirname, extname, resolve } from 'node:path';
import { ImaginariumError } from '@imaginarium/contracts';
import { refuseRepetitions } from '@imaginarium/evaluation';
import { parseModelName } from '@imaginarium/models';
import type { z } from 'zod';
import { issuesOf, readConfigFile } from '../config/read-config-file.ts';
import {
  type EvaluationConfig,
  evaluationConfigSchema,
  type ScoringConfig,
  scoringConfigSchema,
} from './evaluation-config.ts';
import { EVALUATION_FILES } from './evaluation-paths.ts';
import type { LoadedEvaluation } from './open-evaluation.ts';

/** Keys of an evaluation config as flags give them: stronger than the file's. */
export interface EvaluationKeys {
  readonly keys: Readonly<Record<string, unknown>>;
  /** What a person typed for a key, by its path (`toolSet.kind`): `--tool-set`. */
  readonly flags: Readonly<Record<string, string>>;
}

/**
 * Reads an evaluation's config from a file, from flags, or from a file with flags over it.
 *
 * @throws ImaginariumError `config/…`; `usage/evaluate` when a flag is wrong, or flags alone do not say enough
 */
export async function readEvaluationConfig(
  file: string | undefined,
  given: EvaluationKeys,
): Promise<LoadedEvaluation<EvaluationConfig>> {
  const { config, folder, isNamed } = await read(evaluationConfigSchema, file, given);
  refuseRepetitions({ repetitions: config.repetitions, temperature: config.sampling.temperature });
  return { config: isNamed ? config : { ...config, name: nameOfModel(config.model.model) }, folder };
}

/**
 * What scoring saved predictions needs of a config; named after the files where it has no name. Keys of the file that only asking
 * a model needs are passed over.
 */
export async function readScoringConfig(
  file: string | undefined,
  given: EvaluationKeys,
  predictions: readonly string[],
): Promise<LoadedEvaluation<ScoringConfig>> {
  const { config, folder, isNamed } = await read(scoringConfigSchema, file, given);
  if (isNamed) return { config, folder };
  const name = legalName(predictions.map(nameOfPredictions).join('-vs-'));
  const [only] = predictions.length === 1 ? predictions : [];
  // Scoring again belongs beside what was scored, with the journal of its judge.
  const output = config.output ?? (only !== undefined && extname(only) === '' ? only : undefined);
  return { config: { ...config, name, ...(output === undefined ? {} : { output }) }, folder };
}

/** What a predictions file is called: its folder's name for one that `evaluate` wrote, else its own. */
export function nameOfPredictions(path: string): string {
  const name = basename(path, extname(path));
  return `${name}.jsonl` === EVALUATION_FILES.predictions ? basename(dirname(resolve(path))) : name;
}

async function read<Schema extends z.ZodObject>(
  schema: Schema,
  file: string | undefined,
  { keys, flags }: EvaluationKeys,
): Promise<{ config: z.output<Schema>; folder: string; isNamed: boolean }> {
  refuseFlags(schema, keys, flags);
  if (file !== undefined) {
    const isOfUse = ([key]: [string, unknown]) => key in schema.shape || !(key in evaluationConfigSchema.shape);
    const read = await readConfigFile(file, schema, (given) =>
      merge(Object.fromEntries(Object.entries(given).filter(isOfUse)), keys),
    );
    return { config: read.config, folder: read.folder, isNamed: read.isNamed };
  }
  const checked = schema.safeParse(merge({}, keys));
  if (checked.success) return { config: checked.data, folder: resolve('.'), isNamed: 'name' in keys };
  // What is wrong was refused: the rest is not there.
  const missing = issuesOf(checked.error).map(({ path }) => path.join('.'));
  throw wrongUsage(`Still to be said: ${missing.map((path) => flagOf(path, flags)).join(' and ')}`);
}

/** Says what is wrong with the flags in terms of the flags, whatever a file says besides. */
function refuseFlags(schema: z.ZodType, keys: EvaluationKeys['keys'], flags: EvaluationKeys['flags']): void {
  const checked = schema.safeParse(keys);
  const problems = (checked.success ? [] : issuesOf(checked.error)).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${flagsUnder(key, keys, flags)} is for asking a model`);
    const value = issue.path.reduce<unknown>((at, key) => (isPlain(at) ? at[String(key)] : undefined), keys);
    return value === undefined
      ? []
      : [`${flagOf(issue.path.join('.'), flags)} ${JSON.stringify(value)}: ${issue.message}`];
  });
  if (problems.length > 0) throw wrongUsage(problems.join('; '));
}

function flagOf(path: string, flags: EvaluationKeys['flags']): string {
  return flags[path] ?? flags[`${path}.${path}`] ?? path;
}

/** The flags that were given of a key, which may be several: `model` has `--model` and `--protocol`. */
function flagsUnder(key: string, keys: EvaluationKeys['keys'], flags: EvaluationKeys['flags']): string {
  const value = keys[key];
  const paths = isPlain(value) ? Object.keys(value).map((part) => `${key}.${part}`) : [key];
  return paths.map((path) => flagOf(path, flags)).join(' ');
}

function wrongUsage(message: string): ImaginariumError {
  return new ImaginariumError({
    code: 'usage/evaluate',
    message: `${message}.`,
    hint: 'imaginarium evaluate --model openai:gpt-5-mini --test runs/quickstart, or --predictions FILE',
  });
}

/** Flags over the file, object by object; a model's name alone is an object of its name. */
function merge(given: Readonly<Record<string, unknown>>, keys: EvaluationKeys['keys']): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...given };
  for (const [key, value] of Object.entries(keys)) {
    const before = key === 'model' && typeof given[key] === 'string' ? { model: given[key] } : given[key];
    merged[key] = isPlain(before) && isPlain(value) ? { ...before, ...value } : value;
  }
  return merged;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOfModel(model: string): string {
  const { provider, model: name } = parseModelName(model);
  return legalName(name || provider);
}

function legalName(name: string): string {
  return (
    name
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 64) || 'evaluation'
  );
}
