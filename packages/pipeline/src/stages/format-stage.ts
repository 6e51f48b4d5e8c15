import { resolve } from 'node:path';
import { exampleSchema, hashOf, repairPairSchema, toolSpecSchema } from '@imaginarium/contracts';
import { parseGeneralSource } from '@imaginarium/formatting';
import { keepHeapSmall, readJsonl } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import { runPath } from '../run-paths.ts';
import { hashInput } from './curate-stage.ts';
import { countTrainExamples, readReplay } from './format-inputs.ts';
import { writeRecordSets } from './format-records.ts';
import { drawGeneral } from './general-source.ts';
import type { StageContext, StageOutcome } from './stage-context.ts';

export async function formatKey({ loaded, environment, folder }: StageContext): Promise<string> {
  const { config } = loaded;
  const { replay, general, tokenizer, chatTemplate } = config.formatting;
  const source = general && parseGeneralSource(general.from);
  const inputs = [
    runPath(folder, 'tools'),
    runPath(folder, 'examples'),
    runPath(folder, 'repairPairs'),
    ...[source?.kind === 'file' ? source.path : undefined, tokenizer, chatTemplate].flatMap((file) =>
      file ? [resolve(loaded.folder, file)] : [],
    ),
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
  const { loaded, folder, environment, spend } = context;
  const { config, folder: configFolder } = loaded;
  const general = await drawGeneral({
    config: config.formatting.general,
    configFolder,
    folder,
    trainExamples: config.formatting.general?.ratio === undefined ? 0 : await countTrainExamples(folder),
    seed: config.seed,
    environment,
  });
  const written = await writeRecordSets({
    folder,
    examples: () => readJsonl(runPath(folder, 'examples'), { schema: exampleSchema }),
    repairPairs: () => readJsonl(runPath(folder, 'repairPairs'), { schema: repairPairSchema }),
    tools: await collect(readJsonl(runPath(folder, 'tools'), { schema: toolSpecSchema })),
    replay: await readReplay(context),
    general: general.records,
    name: config.name,
    seed: config.seed,
    config: config.formatting,
    configFolder,
    models: config.models,
    environment,
    spend,
  });
  return { outputs: [...general.outputs, ...written.outputs], counts: written.counts };
}
