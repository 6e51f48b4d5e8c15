import { basename, dirname, extname, resolve } from 'node:path';
import { ImaginariumError } from '@imaginarium/contracts';
import { parseModelName } from '@imaginarium/models';
import type { z } from 'zod';
import { readConfigFile } from '../config/read-config-file.ts';
import {
  type EvaluationConfig,
  evaluationConfigSchema,
  type ScoringConfig,
  scoringConfigSchema,
} from './evaluation-config.ts';
import { EVALUATION_FILES } from './evaluation-paths.ts';
import type { LoadedEvaluation } from './open-evaluation.ts';

/** Keys of an evaluation config as flags give them: stronger than the file's. */
export type EvaluationKeys = Readonly<Record<string, unknown>>;

/**
 * Reads an evaluation's config from a file, from flags, or from a file with flags over it.
 *
 * @throws ImaginariumError `config/…`; `usage/evaluate` when flags alone do not say enough
 */
export async function readEvaluationConfig(
  file: string | undefined,
  keys: EvaluationKeys,
): Promise<LoadedEvaluation<EvaluationConfig>> {
  const { config, folder, isNamed } = await read(evaluationConfigSchema, file, keys);
  return { config: isNamed ? config : { ...config, name: nameOfModel(config.model.model) }, folder };
}

/** What scoring saved predictions needs of a config; named after the files where it has no name. */
export async function readScoringConfig(
  file: string | undefined,
  keys: EvaluationKeys,
  predictions: readonly string[],
): Promise<LoadedEvaluation<ScoringConfig>> {
  const { config, folder, isNamed } = await read(scoringConfigSchema, file, keys);
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

async function read<Schema extends z.ZodType>(
  schema: Schema,
  file: string | undefined,
  keys: EvaluationKeys,
): Promise<{ config: z.output<Schema>; folder: string; isNamed: boolean }> {
  if (file !== undefined) {
    const read = await readConfigFile(file, schema, (given) => merge(given, keys));
    return { config: read.config, folder: read.folder, isNamed: read.isNamed };
  }
  const checked = schema.safeParse(merge({}, keys));
  if (checked.success) return { config: checked.data, folder: resolve('.'), isNamed: 'name' in keys };
  const problems = checked.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'it'}: ${message}`);
  throw new ImaginariumError({
    code: 'usage/evaluate',
    message: `What is to be evaluated is not said, or not rightly: ${problems.join('; ')}.`,
    hint: 'imaginarium evaluate --model openai:gpt-5-mini --test runs/quickstart, or --predictions FILE',
  });
}

/** Flags over the file, object by object; a model's name alone is an object of its name. */
function merge(given: Readonly<Record<string, unknown>>, keys: EvaluationKeys): Record<string, unknown> {
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
