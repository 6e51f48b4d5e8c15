import type { Journal, Manifest, OutputFile, StageName, StageState } from '@imaginarium/contracts';
import { writeManifest } from '@imaginarium/storage';
import type { LoadedConfig } from '../config/read-run-config.ts';
import type { Environment } from '../environment.ts';
import type { Improvement } from '../improve/improvement.ts';
import type { OpenModels } from '../open-models.ts';
import type { SpendMeter } from '../spend-meter.ts';
import { areIntact } from './are-intact.ts';
import type { ExecutorContext } from './open-executor.ts';

/** What a stage works with. */
export interface StageContext {
  readonly loaded: LoadedConfig;
  readonly environment: Environment;
  readonly folder: string;
  readonly journal: Journal;
  readonly models: OpenModels;
  readonly spend: SpendMeter;
  /** What a targeted run is for; absent for an ordinary one. */
  readonly improvement?: Improvement | undefined;
}

/** What the executor of a stage's tools needs. */
export function executorContext({ loaded, environment, folder, journal, models }: StageContext): ExecutorContext {
  const { config, folder: configFolder } = loaded;
  const { execution, seed } = config;
  return { execution, seed, configFolder, folder, environment, journal, secretValues: models.secretValues };
}

export interface StageOutcome {
  readonly outputs: readonly OutputFile[];
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Runs a stage unless the manifest shows that the same stage (config, code version, inputs: the key) is done and its
 * files are as it left them. One that counted `passingFailures` (a server was down, a call timed out) is always run again: the
 * cause may be gone, and what lasts is in the journal. The manifest says at every moment where the stage stands.
 */
export async function runStage(
  context: StageContext,
  manifest: Manifest,
  stage: StageName,
  key: string,
  work: () => Promise<StageOutcome>,
): Promise<void> {
  const { environment, folder } = context;
  const { clock, onEvent } = environment;
  const before = manifest.stages[stage];
  const isSame = before?.state === 'done' && before.key === key && !before.counts.passingFailures;
  if (isSame && (await areIntact(folder, before.outputs))) {
    onEvent?.({ kind: 'stage-unchanged', stage });
    return;
  }
  onEvent?.({ kind: 'stage-started', stage });
  const state: StageState = {
    state: 'running',
    key,
    startedAt: clock.now(),
    finishedAt: null,
    outputs: [],
    counts: {},
  };
  const save = async (change: Partial<StageState>) => {
    Object.assign(state, change);
    manifest.stages[stage] = state;
    manifest.updatedAt = clock.now();
    await writeManifest(folder, manifest);
  };
  await save({});
  try {
    const { outputs, counts } = await work();
    await save({ state: 'done', finishedAt: clock.now(), outputs: [...outputs], counts: { ...counts } });
    onEvent?.({ kind: 'stage-finished', stage, counts });
  } catch (error) {
    await save({ state: environment.signal?.aborted ? 'interrupted' : 'failed', finishedAt: clock.now() });
    throw error;
  }
}
