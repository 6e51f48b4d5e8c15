import { mkdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { ImaginariumError, nextRoundStep, ROUND_STEPS, type Round, type RoundStep } from '@imaginarium/contracts';
import type { Environment } from '../environment.ts';
import { improvedTargets } from './improve-targets.ts';
import { type OpenProject, openProject } from './open-project.ts';
import { type PlannedTools, planImprovedTools, planStep, planStepKey, planTools } from './plan-step.ts';
import { keptConfig } from './project-config.ts';
import { refuseUnready } from './refuse-unready.ts';
import type { ImproveRequest, RoundEvent, RoundRequest, RoundResult } from './round-api.ts';
import { type RoundContext, readRoundTools } from './round-context.ts';
import { roundFolder } from './round-paths.ts';
import { readReport } from './round-report.ts';
import { runRoundSteps } from './round-steps.ts';
import { runStep, saveRound } from './run-step.ts';

/**
 * Takes new and changed tools into a project: a round from its plan to its gate, or as far as the request says. A round that is
 * open is gone on with; each step only where something changed.
 *
 * @param project folder of the project
 * @throws ImaginariumError `input/nothing-new`; `input/round-unfinished` when the tools are no longer what an open round was planned
 * for; `input/step-missing`; `config/practice-model`, `config/model-name`, `secret/missing`, `usage/account`, `permission/closed` before anything is written; `locked/run`; what the steps throw. Whatever ends it, the same command goes on.
 */
export async function addRound(
  project: string,
  request: RoundRequest,
  environment: Environment,
  onEvent: (event: RoundEvent) => void = () => {},
): Promise<RoundResult> {
  return openProject(project, request, environment, onEvent, async (opened) => {
    const last = opened.rounds.at(-1);
    if (last?.state === 'open' && request.accept === undefined) return goOn(opened, last);
    if (last?.state === 'open') await accept(opened, last, request.accept ?? '');
    const earlier = opened.rounds;
    const planned = await planTools({ ...opened, earlier });
    const context = contextOf(opened, newRound(opened, 'add', []), earlier);
    return work(context, planned);
  });
}

/**
 * Turns what the last round's evaluation got wrong into targeted exploration, and takes that through a round of its own.
 *
 * @throws ImaginariumError `input/nothing-to-improve`, `input/round-unfinished`, `locked/run`; what the steps throw
 */
export async function improveRound(
  project: string,
  request: ImproveRequest,
  environment: Environment,
  onEvent: (event: RoundEvent) => void = () => {},
): Promise<RoundResult> {
  return openProject(project, request, environment, onEvent, async (opened) => {
    const last = opened.rounds.at(-1);
    if (last?.state === 'open' && last.kind === 'improve' && last.steps.gate?.state !== 'done')
      return goOn(opened, last);
    const targets = await improvedTargets(opened, request);
    const earlier = opened.rounds;
    const context = contextOf(opened, newRound(opened, 'improve', targets), earlier);
    const planned = await planImprovedTools({ ...opened, earlier });
    // What cannot be begun must not take the round before as it is.
    refuseUnready(context, planned, true);
    if (last?.state === 'open') await accept(opened, last, `round ${last.number + 1} improves on it`, last.number + 1);
    return work(context, planned);
  });
}

async function goOn(opened: OpenProject, last: Round): Promise<RoundResult> {
  const context = contextOf(opened, last, opened.rounds.slice(0, -1));
  const { request } = opened;
  if (request.isReplanned) refuseReplan(request, last);
  const isPlanned = last.steps.plan?.state === 'done';
  const isChecked = last.kind === 'add' && (request.only === undefined || request.only === 'plan');
  const planned = isPlanned && !isChecked ? undefined : await plansNow(context);
  if (planned === undefined) {
    refuseUnready(context, { tools: last.tools, specs: await readRoundTools(context.folder) }, false);
    return finish(context);
  }
  if (isPlanned && !request.isReplanned && planStepKey(planned, last.targets) !== last.steps.plan?.key)
    throw roundUnfinished(last);
  return work(context, planned);
}

/** @throws ImaginariumError `usage/replan` where planning again is asked for and could not be done */
function refuseReplan({ only }: RoundRequest, { number, kind }: Round): void {
  if (kind === 'add' && (only === undefined || only === 'plan')) return;
  throw new ImaginariumError({
    code: 'usage/replan',
    message:
      kind === 'improve'
        ? `Round ${number} improves on the one before: it has no new tools to plan for.`
        : `--replan plans the round again, which --only ${only} leaves out.`,
    hint: kind === 'improve' ? 'Leave --replan out.' : 'Leave --only out, or say --only plan.',
  });
}

/** Undefined where the sources do not answer and the round no longer needs them. */
async function plansNow(context: RoundContext): Promise<PlannedTools | undefined> {
  if (context.round.kind === 'improve') return planImprovedTools(context);
  return planTools(context).catch((error: unknown) => {
    const isNeeded = context.round.steps.explore?.state !== 'done' || context.request.isReplanned;
    if (isNeeded && error instanceof ImaginariumError && error.code === 'input/nothing-new')
      throw noLongerNew(context, error);
    if (isNeeded || !(error instanceof ImaginariumError)) throw error;
    if (error.code === 'input/nothing-new') throw roundUnfinished(context.round);
    context.onEvent({ kind: 'notice', message: `the tool sources were not asked again: ${error.message}` });
    return undefined;
  });
}

/** What an open round was planned for was taken back: nothing else goes on before it. */
function noLongerNew({ round, folder, project, earlier }: RoundContext, cause: ImaginariumError): ImaginariumError {
  if (round.steps.plan?.state !== 'done' || earlier.length === 0) return cause;
  return new ImaginariumError({
    code: 'input/nothing-new',
    message: `${cause.message} Round ${round.number} was planned for tools that are no longer in project.yaml.`,
    hint: `Put them back, or, to give the round up with what it paid (imaginarium round show ${round.number}), delete its folder: ${relative(project, folder)} in the project.`,
    cause,
  });
}

async function work(context: RoundContext, planned: PlannedTools): Promise<RoundResult> {
  const { round, onEvent, folder } = context;
  const key = planStepKey(planned, round.targets);
  refuseUnready(context, planned, key !== round.steps.plan?.key);
  await mkdir(folder, { recursive: true });
  await runStep(context, 'plan', key, () => planStep(context, planned));
  onEvent({ kind: 'planned', round: round.number, tools: round.tools });
  return finish(context);
}

async function finish(context: RoundContext): Promise<RoundResult> {
  const { request, round, folder, project } = context;
  await runRoundSteps(context, stepsOf(request, round));
  return { project, folder, round, report: round.gate === null ? null : await readReport(folder) };
}

/** The steps after the plan that are asked for. @throws ImaginariumError `input/step-missing` */
function stepsOf({ only, until = 'gate' }: RoundRequest, round: Round): RoundStep[] {
  if (only === undefined) return ROUND_STEPS.slice(1, ROUND_STEPS.indexOf(until) + 1);
  const missing = nextRoundStep(round, only);
  if (missing !== undefined)
    throw new ImaginariumError({
      code: 'input/step-missing',
      message: `The step ${only} of round ${round.number} needs ${missing}, which is not done.`,
      hint: `imaginarium round add --until ${only} does all that is left up to it.`,
    });
  return only === 'plan' ? [] : [only];
}

async function accept(opened: OpenProject, last: Round, reason: string, improvedBy?: number): Promise<void> {
  // A step that was begun again after the gate leaves a round without a checkpoint, or with the verdict on another one.
  const next = nextRoundStep(last);
  if (next !== undefined)
    throw new ImaginariumError({
      code: 'input/round-unfinished',
      message: `Round ${last.number} is unfinished (next: ${next}): only what came to its gate can be taken as it is.`,
      hint: 'imaginarium round add goes on with it.',
    });
  const context = contextOf(opened, last, opened.rounds.slice(0, -1));
  const taken = { state: 'accepted' as const, acceptedBecause: reason };
  await saveRound(context, improvedBy === undefined ? taken : { ...taken, improvedBy });
}

function contextOf(opened: OpenProject, round: Round, earlier: readonly Round[]): RoundContext {
  return { ...opened, round, earlier, folder: roundFolder(opened.project, round.number) };
}

function newRound({ rounds, config, environment }: OpenProject, kind: Round['kind'], targets: Round['targets']): Round {
  const now = environment.clock.now();
  return {
    ...{ format: 1, number: (rounds.at(-1)?.number ?? 0) + 1, kind, state: 'open', createdAt: now, updatedAt: now },
    versions: { imaginarium: environment.version, node: process.versions.node },
    config: keptConfig(config),
    ...{ tools: [], targets, steps: {}, training: null, gate: null, failure: null },
  };
}

function roundUnfinished(round: Round): ImaginariumError {
  const { number, gate } = round;
  const next = nextRoundStep(round);
  const isJudged = next === undefined && gate !== null;
  return new ImaginariumError({
    code: 'input/round-unfinished',
    message: isJudged
      ? `Round ${number} has not passed its gate, and the tools are no longer what it was planned for.`
      : `Round ${number} is unfinished (next: ${next}), and the tools are no longer what it was planned for.`,
    hint: isJudged
      ? '--accept REASON takes it as it is and begins the next round; --replan plans it again with the tools of now.'
      : `--replan plans it again with the tools of now, what was paid stays paid; --only ${next} goes on with it as it is.`,
  });
}
