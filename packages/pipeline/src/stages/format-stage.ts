import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type Example,
  exampleSchema,
  hashOf,
  ImaginariumError,
  type OutputFile,
  type RepairPair,
  repairPairSchema,
  type ToolSpec,
  toolSpecSchema,
} from '@imaginarium/contracts';
import {
  datasetCard,
  type FormattingConfig,
  formatExamples,
  type GeneralRecord,
  type TargetName,
  targets,
  validateFile,
} from '@imaginarium/formatting';
import { hashFile, keepHeapSmall, readJsonl, writeFileAtomic, writeJsonFile } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import { RUN_FILES, runPath } from '../run-paths.ts';
import { RUN_PURPOSES, settingsFor, usesPracticeModel } from '../run-purposes.ts';
import { createTokenTotals } from '../token-totals.ts';
import { hashInput } from './curate-stage.ts';
import { type Replay, readGeneral, readReplay } from './format-inputs.ts';
import { outputOf } from './output-of.ts';
import { createRecordFiles, type WrittenRecords } from './record-files.ts';
import type { StageContext, StageOutcome } from './stage-context.ts';

const DATA_FILE = /^(?:preference-)?(?:train|validation)\.jsonl$/;

export async function formatKey({ loaded, environment, folder }: StageContext): Promise<string> {
  const { config } = loaded;
  const { replay, general, tokenizer, chatTemplate } = config.formatting;
  const inputs = [
    runPath(folder, 'tools'),
    runPath(folder, 'examples'),
    runPath(folder, 'repairPairs'),
    ...[general?.file, tokenizer, chatTemplate].flatMap((file) => (file ? [resolve(loaded.folder, file)] : [])),
    ...(replay?.from ?? []).flatMap((run) => replayFiles(resolve(loaded.folder, run))),
  ];
  return hashOf({
    version: environment.version,
    seed: config.seed,
    name: config.name,
    formatting: config.formatting,
    models: config.models,
    inputs: await Promise.all(inputs.map(hashInput)),
  });
}

function replayFiles(run: string): string[] {
  return [runPath(run, 'tools'), runPath(run, 'examples')];
}

/** From examples to the records of every target, each in a folder that can be uploaded as it is. */
export async function formatStage(context: StageContext): Promise<StageOutcome> {
  keepHeapSmall();
  const { loaded, folder } = context;
  const { formatting } = loaded.config;
  const tools = await collect(readJsonl(runPath(folder, 'tools'), { schema: toolSpecSchema }));
  const replay = await readReplay(context);
  const general = await readGeneral(context);
  await rm(runPath(folder, 'records'), { recursive: true, force: true });
  const outputs: OutputFile[] = [];
  const counts: Record<string, number> = {};
  for (const target of formatting.targets) {
    const formatted = await formatTarget(context, target, tools, replay, general);
    outputs.push(...formatted.outputs);
    for (const [name, count] of Object.entries(formatted.counts)) counts[`${target}/${name}`] = count;
  }
  const empty = formatting.targets.filter((target) => !counts[`${target}/train`]);
  if (empty.length > 0) throw nothingToTrain(empty);
  return { outputs, counts };
}

function nothingToTrain(targets: readonly TargetName[]): ImaginariumError {
  const files = targets.map((target) => `${RUN_FILES.records}/${target}/refused.jsonl`).join(', ');
  return new ImaginariumError({
    code: 'input/no-records',
    message: `There is no training record for ${targets.join(', ')}.`,
    hint: `Why records were refused is in ${files}; what left before, in ${RUN_FILES.removals} (imaginarium show RUN --removals).`,
  });
}

async function formatTarget(
  context: StageContext,
  target: TargetName,
  tools: readonly ToolSpec[],
  replay: Replay | undefined,
  general: readonly GeneralRecord[],
): Promise<StageOutcome> {
  const { loaded, environment, folder, spend } = context;
  const { config } = loaded;
  const path = runPath(folder, 'records', target);
  await mkdir(path, { recursive: true });
  const files = await createRecordFiles(path, target);
  const tokens = await createTokenTotals(target, config.formatting.openaiModel);
  let done = 0;
  try {
    const outcomes = formatExamples({
      examples: readJsonl<Example>(runPath(folder, 'examples'), { schema: exampleSchema }),
      repairPairs: readJsonl<RepairPair>(runPath(folder, 'repairPairs'), { schema: repairPairSchema }),
      tools,
      target,
      config: withPaths(config.formatting, loaded.folder),
      seed: config.seed,
      replay,
      general,
    });
    for (const refused of replay?.refused ?? []) await files.write({ refused });
    for await (const outcome of outcomes) {
      environment.signal?.throwIfAborted();
      await files.write(outcome);
      if ('record' in outcome) tokens.add(outcome.record, outcome.proof);
      done++;
      if (done % 500 === 0)
        environment.onEvent?.({
          kind: 'progress',
          stage: 'format',
          step: target,
          done,
          total: done,
          cost: spend.cost,
          calls: spend.calls,
        });
    }
  } catch (error) {
    await files.abort();
    throw error;
  }
  const written = await files.finish(config.formatting);
  const tokensFile = await writeAddedTokens(path, target, [...tools, ...(replay?.tools ?? [])]);
  const problems = await checkFiles(context, target, written);
  const card = join(path, 'README.md');
  await writeFileAtomic(
    card,
    datasetCard({
      name: config.name,
      target,
      files: written.cardFiles,
      columns: written.columns,
      counts: written.cardCounts,
      models: Object.fromEntries(RUN_PURPOSES.map((purpose) => [purpose, settingsFor(config.models, purpose).model])),
      seed: config.seed,
      isPractice: usesPracticeModel(config.models),
      refused: written.refused,
    }),
  );
  const inRun = (output: OutputFile): OutputFile => ({ ...output, path: join(RUN_FILES.records, target, output.path) });
  const cardOutput = outputOf('README.md', { rows: null, ...(await hashFile(card)) });
  return {
    outputs: [...written.outputs, ...tokensFile, cardOutput].map(inRun),
    counts: { ...written.counts, refused: written.refused, problems, ...tokens.counts() },
  };
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
  { environment, folder }: StageContext,
  target: TargetName,
  written: WrittenRecords,
): Promise<number> {
  let problems = 0;
  for (const { path } of written.outputs.filter((output) => DATA_FILE.test(output.path))) {
    for await (const { line, problem } of validateFile(target, readJsonl(runPath(folder, 'records', target, path)))) {
      problems++;
      const where = line === 0 ? path : `${path}:${line}`;
      environment.onEvent?.({ kind: 'notice', message: `${RUN_FILES.records}/${target}/${where}: ${problem}` });
    }
  }
  return problems;
}

/** Paths of the config are relative to its file. */
function withPaths(formatting: FormattingConfig, folder: string): FormattingConfig {
  const { tokenizer, chatTemplate } = formatting;
  return {
    ...formatting,
    ...(tokenizer ? { tokenizer: resolve(folder, tokenizer) } : {}),
    ...(chatTemplate ? { chatTemplate: resolve(folder, chatTemplate) } : {}),
  };
}
