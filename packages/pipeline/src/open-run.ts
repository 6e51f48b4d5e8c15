import { mkdir } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { hashOf, ImaginariumError, type JsonObject, type Manifest } from '@imaginarium/contracts';
import { createBudget } from '@imaginarium/models';
import { lockRunFolder, openJournal, readManifest, writeManifest } from '@imaginarium/storage';
import type { LoadedConfig } from './config/read-run-config.ts';
import type { Environment } from './environment.ts';
import { readImprovement } from './improve/improvement-file.ts';
import { openModels } from './open-models.ts';
import { runPath } from './run-paths.ts';
import { runSettings } from './run-purposes.ts';
import { createSpendMeter } from './spend-meter.ts';
import type { StageContext } from './stages/stage-context.ts';

export interface OpenRun extends StageContext {
  readonly manifest: Manifest;
  /** How the run stood before it was opened; undefined for a new one. */
  readonly stateBefore: Manifest['state'] | undefined;
  close(): Promise<void>;
}

/** The run folder of a config, absolute. */
export function runFolderOf({ config }: LoadedConfig): string {
  return resolve(config.output ?? `runs/${config.name}`);
}

/**
 * Opens a run folder for writing: locks it, loads the journal, charges the budget with what was spent before, and brings the
 * manifest up to the config.
 *
 * @throws ImaginariumError `locked/run`, `disk/…`, `secret/missing`
 */
export async function openRun(loaded: LoadedConfig, environment: Environment): Promise<OpenRun> {
  const folder = runFolderOf(loaded);
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new ImaginariumError({
      code: 'disk/no-run-folder',
      message: `The run folder ${folder} cannot be made.`,
      hint: 'Choose another with `output` in the config, or --output.',
      cause,
    });
  });
  const lock = await lockRunFolder(folder, { clock: environment.clock });
  try {
    const journal = await openJournal(runPath(folder, 'journal'));
    const budget = createBudget(loaded.config.budget, journal.entries());
    const spend = createSpendMeter(journal.entries());
    const models = openModels({
      settings: runSettings(loaded.config.models),
      seed: loaded.config.seed,
      environment,
      journal,
      budget,
      onEntry: (entry, isReplay) => {
        if (!isReplay) spend.add(entry);
      },
    });
    const improvement = await readImprovement(folder);
    const before = await readManifestBefore(folder);
    const manifest = await bringManifest(folder, loaded, environment, before);
    const close = async () => {
      try {
        await journal.close();
      } finally {
        await lock.release();
      }
    };
    return {
      ...{ loaded, environment, folder, journal, models, spend, improvement },
      ...{ manifest, stateBefore: before?.state, close },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function readManifestBefore(folder: string): Promise<Manifest | undefined> {
  return readManifest(folder).catch((error: unknown) => {
    if (error instanceof ImaginariumError && error.code === 'input/not-found') return undefined;
    throw error;
  });
}

async function bringManifest(
  folder: string,
  { config, folder: configFolder }: LoadedConfig,
  environment: Environment,
  before: Manifest | undefined,
): Promise<Manifest> {
  const now = environment.clock.now();
  const manifest: Manifest = {
    format: 1,
    name: config.name,
    seed: config.seed,
    config: JSON.parse(JSON.stringify(config)) as JsonObject,
    configHash: hashOf(config),
    configFolder: relative(folder, configFolder) || '.',
    versions: { imaginarium: environment.version, node: process.versions.node },
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    state: 'running',
    stages: before?.stages ?? {},
    failure: null,
  };
  await writeManifest(folder, manifest);
  return manifest;
}
