import { explore } from '@imaginarium/exploration';
import { writeManifest } from '@imaginarium/storage';
import type { LoadedConfig } from './config/read-run-config.ts';
import type { Environment } from './environment.ts';
import { openRun } from './open-run.ts';
import type { OpenTools } from './open-tools.ts';
import { openExecutor } from './stages/open-executor.ts';
import { executorContext } from './stages/stage-context.ts';

/**
 * Makes a few real trials, the first ones of the first tools, so that a plan can project from them. They are in the
 * journal at the places where the run will ask for them.
 */
export async function pilotRun(
  loaded: LoadedConfig,
  environment: Environment,
  open: OpenTools,
  trials: number,
): Promise<void> {
  const opened = await openRun(loaded, environment);
  try {
    const { executor, close } = await openExecutor(executorContext(opened), open);
    try {
      let left = trials;
      for (const { spec } of open.tools) {
        if (left <= 0) break;
        const here = Math.min(left, loaded.config.exploration.trials);
        left -= here;
        await explore({
          tools: [spec],
          config: { ...loaded.config.exploration, episodes: 1, trials: here },
          models: {
            imagine: opened.models.forPurpose('imagine'),
            solve: opened.models.forPurpose('solve'),
            reflect: opened.models.forPurpose('reflect'),
          },
          executor,
          toolsInProgress: 1,
          signal: environment.signal,
          onTrial: () => {},
        });
      }
    } finally {
      await close();
    }
  } finally {
    // A pilot is no start: what was done stays done, what was not waits to be gone on with.
    const { manifest, folder, stateBefore } = opened;
    const state = stateBefore === undefined || stateBefore === 'running' ? 'interrupted' : stateBefore;
    await writeManifest(folder, { ...manifest, state, updatedAt: environment.clock.now() }).catch(() => {});
    await opened.close();
  }
}
