import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type Example,
  ImaginariumError,
  type OutputFile,
  type PoolExample,
  type RepairPair,
  type ToolSpec,
  type TuningMethod,
} from '@imaginarium/contracts';
import {
  datasetCard,
  formatExamples,
  type RecordConfig,
  type ReplayedExample,
  type SampledGeneral,
  type TargetName,
  targets,
  validateFile,
} from '@imaginarium/formatting';
import { hashFile, readJsonl, writeFileAtomic, writeJsonFile } from '@imaginarium/storage';
import type { RunConfig } from '../config/run-config.ts';
import type { Environment } from '../environment.ts';
import { RUN_FILES, runPath } from '../run-paths.ts';
import { RUN_PURPOSES, settingsFor, usesPracticeModel } from '../run-purposes.ts';
import { createTokenTotals } from '../token-totals.ts';
import { outputOf } from './output-of.ts';
import { createRecordFiles, type WrittenRecords } from './record-files.ts';
import type { StageOutcome } from './stage-context.ts';

const DATA_FILES = {
  any: /^(?:preference-)?(?:train|validation)\.jsonl$/,
  sft: /^(?:train|validation)\.jsonl$/,
  dpo: /^preference-(?:train|validation)\.jsonl$/,
};

type Rows<T> = Iterable<T> | AsyncIterable<T>;

/** What the data sets of a run or a round are made from. */
export interface RecordSetsRequest {
  /** Where `records/TARGET` is made, absolute; what was there before goes. */
  readonly folder: string;
  /** What is new. Called once a target. */
  readonly examples: () => Rows<Example | PoolExample>;
  /** Called once a target. */
  readonly repairPairs: () => Rows<RepairPair>;
  /** Tools that records offer, and their versions. */
  readonly tools: readonly ToolSpec[];
  readonly replay?:
    | {
        readonly examples: readonly ReplayedExample[];
        /** Tools of earlier rounds that records do not offer beside others. */
        readonly tools: readonly ToolSpec[];
        readonly refused: readonly { readonly exampleId: string; readonly reason: string }[];
      }
    | undefined;
  readonly general: readonly SampledGeneral[];
  readonly name: string;
  readonly seed: number;
  readonly config: RecordConfig;
  /** What the paths of the config are relative to. */
  readonly configFolder: string;
  /** What the endpoint will read of them: only that is checked, as it would be refused. @default every data file, as the target would read it */
  readonly trained?: { readonly target: TargetName; readonly method: TuningMethod };
  /** Those that made the data, for the card. */
  readonly models: RunConfig['models'];
  readonly environment: Pick<Environment, 'signal' | 'onEvent'>;
  /** For progress. @default nothing was spent */
  readonly spend?: { readonly cost: number | null; readonly calls: number };
}

/**
 * Writes the data sets of all targets, each in a folder that can be uploaded as it is, with lineage, proofs and refusals beside the
 * records. Gives files by their path inside `folder` and counts as `TARGET/WHAT`.
 *
 * @throws ImaginariumError `input/no-records` where a target has nothing to train on; `config/tokenizer`, `config/chat-template`, `disk/…`
 */
export async function writeRecordSets(request: RecordSetsRequest): Promise<StageOutcome> {
  await rm(runPath(request.folder, 'records'), { recursive: true, force: true });
  const outputs: OutputFile[] = [];
  const counts: Record<string, number> = {};
  for (const target of request.config.targets) {
    const formatted = await writeTarget(request, target);
    outputs.push(...formatted.outputs);
    for (const [name, count] of Object.entries(formatted.counts)) counts[`${target}/${name}`] = count;
  }
  const empty = request.config.targets.filter((target) => !counts[`${target}/train`]);
  if (empty.length > 0) throw nothingToTrain(empty);
  return { outputs, counts };
}

function nothingToTrain(names: readonly TargetName[]): ImaginariumError {
  const files = names.map((target) => `${RUN_FILES.records}/${target}/refused.jsonl`).join(', ');
  return new ImaginariumError({
    code: 'input/no-records',
    message: `There is no training record for ${names.join(', ')}.`,
    hint: `Why records were refused is in ${files}; what left before, in ${RUN_FILES.removals} (imaginarium show RUN --removals).`,
  });
}

async function writeTarget(request: RecordSetsRequest, target: TargetName): Promise<StageOutcome> {
  const { config, replay, models, name, seed } = request;
  const path = runPath(request.folder, 'records', target);
  await mkdir(path, { recursive: true });
  const tokens = await createTokenTotals(target, config.openaiModel);
  const written = await writeOutcomes(request, target, path, tokens);
  const tokensFile = await writeAddedTokens(path, target, [...request.tools, ...(replay?.tools ?? [])]);
  const problems = await checkFiles(request, target, written);
  const card = join(path, 'README.md');
  await writeFileAtomic(
    card,
    datasetCard({
      name,
      target,
      files: written.cardFiles,
      columns: written.columns,
      counts: written.cardCounts,
      models: Object.fromEntries(RUN_PURPOSES.map((purpose) => [purpose, settingsFor(models, purpose).model])),
      seed,
      isPractice: usesPracticeModel(models),
      refused: written.refused,
    }),
  );
  const inFolder = (output: OutputFile) => ({ ...output, path: join(RUN_FILES.records, target, output.path) });
  const cardOutput = outputOf('README.md', { rows: null, ...(await hashFile(card)) });
  return {
    outputs: [...written.outputs, ...tokensFile, cardOutput].map(inFolder),
    counts: { ...written.counts, refused: written.refused, problems, ...tokens.counts() },
  };
}

async function writeOutcomes(
  request: RecordSetsRequest,
  target: TargetName,
  path: string,
  tokens: Awaited<ReturnType<typeof createTokenTotals>>,
): Promise<WrittenRecords> {
  const { config, configFolder, replay, environment, spend = { cost: 0, calls: 0 } } = request;
  const files = await createRecordFiles(path, target);
  let done = 0;
  try {
    const outcomes = formatExamples({
      examples: request.examples(),
      repairPairs: request.repairPairs(),
      tools: request.tools,
      target,
      config: withPaths(config, configFolder),
      seed: request.seed,
      replay,
      general: request.general,
    });
    for (const refused of replay?.refused ?? []) await files.write({ refused });
    for await (const outcome of outcomes) {
      environment.signal?.throwIfAborted();
      await files.write(outcome);
      if ('record' in outcome) tokens.add(outcome.record, outcome.proof);
      done++;
      if (done % 500 === 0) {
        const { cost, calls } = spend;
        environment.onEvent?.({ kind: 'progress', stage: 'format', step: target, done, total: done, cost, calls });
      }
    }
  } catch (error) {
    await files.abort();
    throw error;
  }
  return files.finish(config);
}

/** The tokens that a target's records need the tokenizer to have, for those who train. */
async function writeAddedTokens(path: string, target: TargetName, tools: readonly ToolSpec[]): Promise<OutputFile[]> {
  const added = targets[target].addedTokens?.(tools);
  if (added === undefined) return [];
  const file = join(path, 'added-tokens.json');
  await writeJsonFile(file, [...new Set(added)]);
  return [outputOf('added-tokens.json', { rows: null, ...(await hashFile(file)) })];
}

/** Reads what was written as the target would, and says what it would refuse: a file with too few examples, say. */
async function checkFiles(
  { environment, folder, trained }: RecordSetsRequest,
  target: TargetName,
  written: WrittenRecords,
): Promise<number> {
  let problems = 0;
  if (trained && trained.target !== target) return problems;
  const files = DATA_FILES[trained?.method ?? 'any'];
  for (const { path } of written.outputs.filter((output) => files.test(output.path))) {
    for await (const { line, problem } of validateFile(target, readJsonl(runPath(folder, 'records', target, path)))) {
      // No endpoint asks a least number of examples of a validation file.
      if (trained && line === 0 && path.endsWith('validation.jsonl')) continue;
      problems++;
      const where = line === 0 ? path : `${path}:${line}`;
      environment.onEvent?.({ kind: 'notice', message: `${RUN_FILES.records}/${target}/${where}: ${problem}` });
    }
  }
  return problems;
}

/** Paths of the config are relative to its file. */
export function withPaths<Config extends Pick<RecordConfig, 'tokenizer' | 'chatTemplate'>>(
  config: Config,
  folder: string,
): Config {
  const { tokenizer, chatTemplate } = config;
  return {
    ...config,
    ...(tokenizer ? { tokenizer: resolve(folder, tokenizer) } : {}),
    ...(chatTemplate ? { chatTemplate: resolve(folder, chatTemplate) } : {}),
  };
}
