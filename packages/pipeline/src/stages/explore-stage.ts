import { rm } from 'node:fs/promises';
import { hashOf, isPassingFailure, type Observation, type ToolSpec, type Trial } from '@imaginarium/contracts';
import { explore } from '@imaginarium/exploration';
import { openJsonlAppender, writeJsonl } from '@imaginarium/storage';
import { focusesOf, queriesByTool } from '../improve/improvement.ts';
import type { OpenTools } from '../open-tools.ts';
import { RUN_FILES, runPath } from '../run-paths.ts';
import { identityOf } from '../run-purposes.ts';
import { createFailureStreak } from './failure-streak.ts';
import { type OpenExecutor, openExecutor } from './open-executor.ts';
import { outputOf } from './output-of.ts';
import { refuseDeniedAddresses } from './refuse-denied-addresses.ts';
import { executorContext, type StageContext, type StageOutcome } from './stage-context.ts';

/** A trial that failed says why; an old one may not. */
const UNSAID = { code: 'endpoint/failed', message: 'it does not say why' };

/** Tools in progress for each call that may be under way: an idle call slot costs more than a waiting tool. */
const TOOLS_PER_CALL_SLOT = 4;

/**
 * What the exploration stage depends on. A stage whose calls failed of what may have passed (`passingFailures`) is done but is
 * run again when it is asked for (see `runStage`): all that lasts is replayed.
 */
export function exploreKey({ loaded, environment, improvement }: StageContext, tools: OpenTools): string {
  const { config } = loaded;
  const models = (['imagine', 'solve', 'reflect'] as const).map((purpose) => identityOf(config.models, purpose));
  return hashOf({
    version: environment.version,
    seed: config.seed,
    exploration: config.exploration,
    execution: config.execution,
    models,
    tools: tools.tools.map(({ spec }) => ({ spec, origin: tools.origins.get(spec.name) })),
    improvement,
  });
}

/**
 * Explores the tools, or of a targeted run those that are aimed at. Trials are appended as they end and written in tool, episode and trial order at the end, so that
 * the file does not depend on what finished first. A repeated run replays the journal and pays for what is missing.
 *
 * @throws ImaginariumError `permission/address` before anything is paid, where no tool could be called
 */
export async function exploreStage(context: StageContext, open: OpenTools): Promise<StageOutcome> {
  const specs = open.tools.map(({ spec }) => spec);
  const { improvement, loaded, environment } = context;
  const aimed = improvement && focusesOf(improvement.targets);
  const explored = aimed ? open.tools.filter(({ spec }) => aimed.has(spec.name)) : open.tools;
  refuseDeniedAddresses(explored, loaded.config.execution, environment.onEvent);
  return exploreWith(context, specs, () => openExecutor(executorContext(context), open));
}

/** The same with an executor of the caller's, who need not have the tools themselves. */
export async function exploreWith(
  context: StageContext,
  specs: readonly ToolSpec[],
  open: () => Promise<OpenExecutor>,
): Promise<StageOutcome> {
  const { loaded, environment, folder, models, spend, improvement } = context;
  const { config } = loaded;
  const focuses = improvement && focusesOf(improvement.targets);
  const toolsFile = await writeJsonl(runPath(folder, 'tools'), specs);
  const { executor, close } = await open();
  const soFar = runPath(folder, 'trialsSoFar');
  await rm(soFar, { force: true });
  const appender = await openJsonlAppender(soFar);
  const trials: Trial[] = [];
  const failures = createFailureStreak('trials');
  const total = focuses
    ? [...focuses.values()].reduce((sum, { length }) => sum + length, 0)
    : specs.length * config.exploration.episodes * config.exploration.trials;
  try {
    await explore({
      tools: specs,
      config: config.exploration,
      models: {
        imagine: models.forPurpose('imagine'),
        solve: models.forPurpose('solve'),
        reflect: models.forPurpose('reflect'),
      },
      executor,
      toolsInProgress: models.concurrency * TOOLS_PER_CALL_SLOT,
      focuses,
      knownQueries: improvement && queriesByTool(improvement),
      signal: environment.signal,
      onTrial: (trial) => {
        trials.push(trial);
        appender.append(trial);
        failures.add(trial.outcome === 'failed' ? (trial.failure ?? UNSAID) : undefined);
        environment.onEvent?.({
          kind: 'progress',
          stage: 'explore',
          step: 'trials',
          done: trials.length,
          total,
          cost: spend.cost,
          calls: spend.calls,
        });
      },
    });
    failures.end();
  } finally {
    await Promise.all([appender.close(), close()]);
  }
  const ordered = inOrder(trials, specs);
  const trialsFile = await writeJsonl(runPath(folder, 'trials'), ordered);
  const counts = countTrials(ordered, specs);
  if (counts.passingFailures)
    environment.onEvent?.({
      kind: 'notice',
      message: `${counts.passingFailures} calls of tools timed out, were rate-limited or could not reach a server: the same command tries them again`,
    });
  await rm(soFar, { force: true });
  return {
    outputs: [outputOf(RUN_FILES.tools, toolsFile), outputOf(RUN_FILES.trials, trialsFile)],
    counts,
  };
}

function inOrder(trials: readonly Trial[], specs: readonly ToolSpec[]): Trial[] {
  const rank = new Map(specs.map((spec, at) => [spec.name, at]));
  return [...trials].sort(
    (a, b) => (rank.get(a.tool) ?? 0) - (rank.get(b.tool) ?? 0) || a.episode - b.episode || a.trial - b.trial,
  );
}

function countTrials(trials: readonly Trial[], specs: readonly ToolSpec[]): Record<string, number> {
  const observations = trials.flatMap(({ attempts }) => attempts.map(({ observation }) => observation));
  const origins: Partial<Record<Observation['origin'], number>> = {};
  for (const { origin } of observations) origins[origin] = (origins[origin] ?? 0) + 1;
  return {
    tools: specs.length,
    trials: trials.length,
    finished: trials.filter(({ outcome }) => outcome === 'finished').length,
    rejectedQueries: trials.reduce((sum, { rejectedQueries }) => sum + rejectedQueries.length, 0),
    executions: observations.length,
    failedExecutions: observations.filter(({ status }) => status === 'error').length,
    passingFailures: observations.filter(isPassingFailure).length,
    ...origins,
  };
}
