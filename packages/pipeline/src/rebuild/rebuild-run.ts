import { join, relative, resolve } from 'node:path';
import { hashOf, ImaginariumError, type Manifest, type StageName, toolSpecSchema } from '@imaginarium/contracts';
import { parseGeneralSource } from '@imaginarium/formatting';
import { isRunLocked, openJournal, readJsonl, readManifest, writeManifest } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import type { LoadedConfig } from '../config/read-run-config.ts';
import { runConfigSchema } from '../config/run-config.ts';
import type { Environment } from '../environment.ts';
import { readImprovement } from '../improve/improvement-file.ts';
import { refuseMissingFiles } from '../refuse-missing-files.ts';
import { runPath } from '../run-paths.ts';
import { runSettings } from '../run-purposes.ts';
import { createSpendMeter } from '../spend-meter.ts';
import { curateStage } from '../stages/curate-stage.ts';
import { exploreWith } from '../stages/explore-stage.ts';
import { formatStage } from '../stages/format-stage.ts';
import { carryGeneralCopy } from '../stages/general-copy.ts';
import { runStage, type StageContext, type StageOutcome } from '../stages/stage-context.ts';
import { compareOutputs } from './compare-outputs.ts';
import { copyMemory } from './copy-memory.ts';
import { readKnownRows } from './failures-of-rows.ts';
import { makeWhole } from './make-whole.ts';
import { type RebuildReport, versionsOf, withoutNotices } from './rebuild-report.ts';
import { replayExecutor } from './replay-executor.ts';
import { replayModels } from './replay-models.ts';

const STAGES: readonly StageName[] = ['explore', 'curate', 'format'];

export interface RebuildRequest {
  /** The run folder, which may come from another machine. It is read and not changed. */
  readonly run: string;
  /** Must not be there yet. @default the run's, with `-rebuilt` */
  readonly output?: string;
  /** Folder that the config's relative paths are taken from. @default where the manifest says that the config lay */
  readonly inputs?: string;
}

/**
 * Makes the files of a run again, into another folder, from what the run folder holds: journal, manifest and tools.jsonl. No model
 * and no tool is called, no secret asked for; the sources of the tools may be gone. What the config reads from elsewhere
 * (`refuseMissingFiles`) must be there. The folder appears when all is done, or not at all.
 *
 * @throws ImaginariumError `input/not-in-journal` naming the place; `input/not-found`; `input/unfinished-run`;
 * `input/config-of-run`; `usage/output-exists`; `locked/run`
 */
export async function rebuildRun(request: RebuildRequest, environment: Environment): Promise<RebuildReport> {
  const run = resolve(request.run);
  const output = resolve(request.output ?? `${run}-rebuilt`);
  const before = await readManifest(run);
  if (await isRunLocked(run))
    throw new ImaginariumError({
      code: 'locked/run',
      message: `The run in ${run} goes on: it can be rebuilt when it ends.`,
    });
  const isDone = (stage: StageName) => before.stages[stage]?.state === 'done';
  const unfinished = STAGES.slice(STAGES.filter((_, at) => STAGES.slice(0, at + 1).every(isDone)).length);
  const stages = STAGES.filter((stage) => !unfinished.includes(stage));
  if (stages.length === 0)
    throw new ImaginariumError({
      code: 'input/unfinished-run',
      message: `The run in ${run} has finished no stage: there is nothing to compare with.`,
      hint: 'Finish it with the command that started it.',
    });
  const loaded = loadConfig(run, before, request.inputs);
  refuseAbsentInputs(loaded, stages);
  const versions = versionsOf(environment);
  const after = await makeWhole(output, async (folder) => {
    const now = environment.clock.now();
    const configFolder = relative(output, loaded.folder) || '.';
    const manifest: Manifest = {
      ...{ ...before, configFolder, versions, createdAt: now, updatedAt: now },
      ...{ state: 'running', stages: {}, failure: null },
    };
    await copyMemory(run, folder);
    const general = loaded.config.formatting.general?.from;
    if (general !== undefined && stages.includes('format') && parseGeneralSource(general)?.kind === 'hub')
      await carryGeneralCopy(general, run, folder);
    await replay({ run, folder, loaded, before, after: manifest, stages }, withoutNotices(environment));
    await writeManifest(folder, { ...manifest, state: 'done', updatedAt: environment.clock.now() });
    return manifest;
  });
  const files = compareOutputs(before.stages, after.stages, stages);
  const isSame = unfinished.length === 0 && files.every((file) => file.isSame);
  return {
    ...{ kind: 'run', run, output, stages, unfinished, files, isSame, otherwise: [] },
    versions: { was: before.versions, is: versions },
  };
}

function loadConfig(run: string, manifest: Manifest, inputs: string | undefined): LoadedConfig {
  const file = join(run, 'manifest.json');
  const parsed = runConfigSchema.safeParse(manifest.config);
  if (!parsed.success)
    throw new ImaginariumError({
      code: 'input/config-of-run',
      message: `The config in ${file} is none that this version reads: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
      hint: `The run was made by version ${manifest.versions.imaginarium}; rebuild it with that one.`,
    });
  return { config: parsed.data, file, folder: inputs ? resolve(inputs) : resolve(run, manifest.configFolder ?? '.') };
}

function refuseAbsentInputs(loaded: LoadedConfig, stages: readonly StageName[]): void {
  try {
    refuseMissingFiles(loaded, stages);
  } catch (thrown) {
    if (!(thrown instanceof ImaginariumError)) throw thrown;
    throw new ImaginariumError({
      code: thrown.code,
      message: thrown.message,
      hint: 'The run read this file beside its journal. --inputs FOLDER says where the paths of the config are taken from.',
      cause: thrown,
    });
  }
}

interface Replay {
  readonly run: string;
  readonly folder: string;
  readonly loaded: LoadedConfig;
  readonly before: Manifest;
  readonly after: Manifest;
  readonly stages: readonly StageName[];
}

async function replay({ run, folder, loaded, before, after, stages }: Replay, environment: Environment): Promise<void> {
  const { config } = loaded;
  const { clock, version } = environment;
  const known = await readKnownRows(run);
  const specs = await collect(readJsonl(runPath(run, 'tools'), { schema: toolSpecSchema }));
  const journal = await openJournal(runPath(folder, 'journal'));
  try {
    const models = replayModels({ settings: runSettings(config.models), seed: config.seed, clock, journal, known });
    const spend = createSpendMeter(journal.entries());
    const improvement = await readImprovement(folder);
    const context: StageContext = { loaded, environment, folder, journal, models, spend, improvement };
    const executor = replayExecutor({ config, specs, clock, journal, known });
    const work: Record<StageName, () => Promise<StageOutcome>> = {
      explore: () => exploreWith(context, specs, async () => ({ executor, close: async () => {} })),
      curate: () => curateStage(context),
      format: () => formatStage(context),
    };
    for (const stage of stages) {
      const was = before.stages[stage]?.key ?? '';
      const key = before.versions.imaginarium === version ? was : hashOf({ was, version });
      await runStage(context, after, stage, key, work[stage]);
    }
  } finally {
    await journal.close();
  }
}
