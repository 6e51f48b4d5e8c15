import {
  ImaginariumError,
  messageOf,
  type OutputFile,
  type Round,
  type RoundStep,
  type RoundStepState,
} from '@imaginarium/contracts';
import { writeJsonFile } from '@imaginarium/storage';
import { areIntact } from '../stages/are-intact.ts';
import { keptConfig } from './project-config.ts';
import type { RoundContext } from './round-context.ts';
import { roundPath } from './round-paths.ts';

/** What these make follows from the config; `round.json` keeps the one that they were last done with. */
const STEPS_OF_DATA: readonly RoundStep[] = ['plan', 'explore', 'curate', 'mix'];

export interface StepOutcome {
  readonly outputs: readonly OutputFile[];
  readonly counts: Readonly<Record<string, number>>;
  /** Model calls that it paid for, in all its attempts. @default 0 */
  readonly calls?: number;
  /** US dollars; null when a price is unknown. @default 0 */
  readonly cost?: number | null;
}

/** Brings `round.json` up to how the round stands. */
export async function saveRound({ folder, round, environment }: RoundContext, change: Partial<Round>): Promise<void> {
  Object.assign(round, change, { updatedAt: environment.clock.now() });
  await writeJsonFile(roundPath(folder, 'state'), round);
}

/**
 * Does a step of a round unless the same step (what decides it: the key) is done and its files are as it left them. Whatever
 * ends it, `round.json` says where the round stands.
 */
export async function runStep(
  context: RoundContext,
  step: RoundStep,
  key: string,
  work: () => Promise<StepOutcome>,
): Promise<void> {
  const { round, folder, environment, onEvent } = context;
  const { clock, signal } = environment;
  const before = round.steps[step];
  // A server that did not answer may do so now, as for a run; not once there is a checkpoint of what was got.
  const isToBeTried = before?.counts.passingFailures && round.steps.train === undefined;
  if (before?.state === 'done' && before.key === key && !isToBeTried && (await areIntact(folder, before.outputs))) {
    onEvent({ kind: 'step-unchanged', round: round.number, step });
    return;
  }
  onEvent({ kind: 'step-started', round: round.number, step });
  const startedAt = clock.now();
  const begun: RoundStepState = {
    ...{ state: 'running', key, startedAt, finishedAt: null, outputs: [], counts: {} },
    ...{ calls: before?.calls ?? 0, cost: before ? before.cost : 0 },
  };
  const save = (change: Partial<RoundStepState>, failure: Round['failure']) =>
    saveRound(context, { steps: { ...round.steps, [step]: { ...begun, ...change } }, failure });
  if (STEPS_OF_DATA.includes(step)) round.config = keptConfig(context.config);
  await save({}, null);
  try {
    const { outputs, counts, calls = 0, cost = 0 } = await work();
    await save(
      { state: 'done', finishedAt: clock.now(), outputs: [...outputs], counts: { ...counts }, calls, cost },
      null,
    );
    onEvent({ kind: 'step-finished', round: round.number, step, counts });
  } catch (error) {
    const known = error instanceof ImaginariumError ? error : undefined;
    const failure = {
      ...{ step, code: known?.code ?? 'internal/unexpected', message: messageOf(error) },
      ...(known?.hint ? { hint: known.hint } : {}),
    };
    // The error that ended the step matters more than a file that cannot be written, say on a full disk.
    await save({ state: signal?.aborted ? 'interrupted' : 'failed', finishedAt: clock.now() }, failure).catch(() => {});
    throw error;
  }
}
