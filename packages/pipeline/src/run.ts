import { ImaginariumError, type Manifest, messageOf, type StageName } from '@imaginarium/contracts';
import { writeManifest } from '@imaginarium/storage';
import type { LoadedConfig } from './config/read-run-config.ts';
import { endOf } from './end-of.ts';
import type { Environment } from './environment.ts';
import { type OpenRun, openRun } from './open-run.ts';
import { openRunTools } from './open-tools.ts';
import { refuseMissingFiles } from './refuse-missing-files.ts';
import { refusePracticeWithOwnTools } from './run-purposes.ts';
import { curateKey, curateStage } from './stages/curate-stage.ts';
import { exploreKey, exploreStage } from './stages/explore-stage.ts';
import { formatKey, formatStage } from './stages/format-stage.ts';
import { keepGeneral } from './stages/general-source.ts';
import { runStage } from './stages/stage-context.ts';

export interface RunResult {
  readonly folder: string;
  readonly manifest: Manifest;
}

/**
 * Runs the stages that are asked for, in order, each only where something changed. Whatever ends it, the manifest tells how
 * it stands, and the same command goes on from there.
 *
 * @throws ImaginariumError
 */
export async function run(
  loaded: LoadedConfig,
  stages: readonly StageName[],
  environment: Environment,
): Promise<RunResult> {
  refusePracticeWithOwnTools(loaded.config);
  refuseMissingFiles(loaded, stages);
  const opened = await openRun(loaded, environment);
  const { manifest, folder } = opened;
  try {
    if (stages.includes('format')) await keepGeneral({ config: loaded.config.formatting.general, folder, environment });
    if (stages.includes('explore')) await runExplore(opened);
    if (stages.includes('curate')) {
      await runStage(opened, manifest, 'curate', await curateKey(opened), () => curateStage(opened));
    }
    if (stages.includes('format')) {
      await runStage(opened, manifest, 'format', await formatKey(opened), () => formatStage(opened));
    }
    await settle(opened, { state: 'done', failure: null });
    return { folder, manifest };
  } catch (thrown) {
    const error = endOf(thrown, environment);
    const known = error instanceof ImaginariumError ? error : undefined;
    const failure = {
      code: known?.code ?? 'internal/unexpected',
      message: messageOf(error),
      ...(known?.hint ? { hint: known.hint } : {}),
    };
    // The error that ended the run matters more than a manifest that cannot be written, say on a full disk.
    await settle(opened, { state: environment.signal?.aborted ? 'interrupted' : 'failed', failure }).catch(() => {});
    throw error;
  } finally {
    await opened.close();
  }
}

async function runExplore(opened: OpenRun): Promise<void> {
  const { loaded, environment, manifest } = opened;
  const tools = await openRunTools(loaded.config, loaded.folder, environment);
  try {
    for (const { tool, message } of tools.notices)
      environment.onEvent?.({ kind: 'notice', message: `${tool}: ${message}` });
    await runStage(opened, manifest, 'explore', exploreKey(opened, tools), () => exploreStage(opened, tools));
  } finally {
    await tools.close();
  }
}

async function settle({ manifest, folder, environment }: OpenRun, change: Partial<Manifest>): Promise<void> {
  Object.assign(manifest, change, { updatedAt: environment.clock.now() });
  await writeManifest(folder, manifest);
}
