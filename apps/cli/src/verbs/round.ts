import { ImaginariumError, ROUND_STEPS, type RoundStep, roundStepSchema } from '@imaginarium/contracts';
import {
  addRound,
  addToolSources,
  type ImproveRequest,
  improveRound,
  type ProjectConfig,
  planImproveRound,
  planRound,
  type RoundRequest,
  readProject,
  readProjectConfig,
  readRound,
  standInsOf,
} from '@imaginarium/pipeline/rounds';
import type { CommandContext, Invocation } from '../command-context.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { practiceRoundsNotice } from '../rendering/practice-notice.ts';
import { renderRoundDetail, renderRoundResult } from '../rendering/round-detail.ts';
import { renderRoundPlan } from '../rendering/round-plan.ts';
import { createRoundProgress } from '../rendering/round-progress.ts';
import { renderStatus } from '../rendering/round-status.ts';
import { wholeNumber } from '../whole-number.ts';

export interface RoundFlags {
  readonly project: string;
  readonly from?: readonly string[];
  readonly until?: string;
  readonly only?: string;
  readonly replan?: boolean;
  readonly accept?: string;
  readonly checkpoint?: string;
  readonly budgetDollars?: string;
  readonly budgetCalls?: string;
  readonly trials?: string;
  readonly dryRun?: boolean;
}

/** `imaginarium round add`: 0 when it passed or was not taken to its gate, 8 when the gate did not pass. */
export async function addRoundCommand({ options, context }: Invocation<RoundFlags>): Promise<void> {
  const { project, from = [], dryRun } = options;
  const request = roundRequest(options);
  if (dryRun && from.length > 0)
    throw new ImaginariumError({
      code: 'usage/round',
      message: '--from writes into project.yaml, and --dry-run writes nothing.',
      hint: 'imaginarium tools list --from SOURCE shows what would come in.',
    });
  if (dryRun) return showPlan(planRound, request, { project, context });
  if (from.length > 0) {
    const added = await addToolSources(project, from, request, context);
    for (const source of added) context.say(`added to project.yaml: ${source}`);
    const { config } = await readProjectConfig(project);
    if (added.length > 0 && config.batches !== undefined)
      context.say('note: project.yaml has batches: a tool comes in with the batch that names it');
  }
  await work(addRound, request, { project, context });
}

/** `imaginarium round improve`, with the exit codes of `round add` */
export async function improveRoundCommand({ options, context }: Invocation<RoundFlags>): Promise<void> {
  const { project, dryRun } = options;
  const request: ImproveRequest = { ...roundRequest(options), ...budgetOf(options) };
  if (dryRun) return showPlan(planImproveRound, request, { project, context });
  await work(improveRound, request, { project, context });
}

/** `imaginarium round status` */
export async function roundStatusCommand({ options, context }: Invocation<RoundFlags>): Promise<void> {
  const status = await readProject(options.project);
  if (context.isJson) return context.answer(status);
  context.print(renderStatus(status));
  notePractice(status.config, context);
}

/** `imaginarium round show [N]` */
export async function showRoundCommand({ args, options, context }: Invocation<RoundFlags>): Promise<void> {
  const number = wholeNumber('N', args[0], { least: 1 });
  const detail = await readRound(options.project, number);
  if (context.isJson) return context.answer(detail);
  const loaded = await readProjectConfig(options.project);
  context.print(renderRoundDetail(detail, loaded));
  notePractice(loaded.config, context);
}

interface Place {
  readonly project: string;
  readonly context: CommandContext;
}

async function work<Request extends RoundRequest>(
  act: (project: string, request: Request, ...rest: RoundCall) => ReturnType<typeof addRound>,
  request: Request,
  { project, context }: Place,
): Promise<void> {
  const { config } = await readProjectConfig(project);
  notePractice(config, context);
  const progress = createRoundProgress(context);
  const result = await act(project, request, context, progress.onEvent).finally(() => progress.end());
  if (context.isJson) context.answer(result);
  else {
    context.print(renderRoundResult(result, config));
    notePractice(config, context);
  }
  if (isJudged(request) && result.round.state === 'open') process.exitCode = EXIT_CODES.gate;
}

type RoundCall = [Parameters<typeof addRound>[2], Parameters<typeof addRound>[3]];

async function showPlan<Request extends RoundRequest>(
  plan: (project: string, request: Request, environment: RoundCall[0]) => ReturnType<typeof planRound>,
  request: Request,
  { project, context }: Place,
): Promise<void> {
  const planned = await plan(project, request, context);
  if (context.isJson) return context.answer(planned);
  const { folder } = await readProjectConfig(project);
  context.print(renderRoundPlan(planned, folder));
}

function isJudged({ only, until = 'gate' }: RoundRequest): boolean {
  return (only ?? until) === 'gate';
}

function roundRequest({ until, only, replan, accept, checkpoint }: RoundFlags): RoundRequest {
  if (until !== undefined && only !== undefined)
    throw new ImaginariumError({
      code: 'usage/round',
      message: '--until goes up to a step, --only does one: give one of them.',
    });
  return {
    until: stepOf('--until', until),
    only: stepOf('--only', only),
    isReplanned: replan,
    accept,
    checkpoint,
  };
}

function stepOf(flag: string, text: string | undefined): RoundStep | undefined {
  if (text === undefined) return undefined;
  const step = roundStepSchema.safeParse(text);
  if (step.success) return step.data;
  throw new ImaginariumError({
    code: 'usage/round',
    message: `${flag} takes a step, not "${text}".`,
    hint: `The steps of a round: ${ROUND_STEPS.join(', ')}.`,
  });
}

function budgetOf({ budgetDollars, budgetCalls, trials }: RoundFlags): Pick<ImproveRequest, 'budget' | 'trials'> {
  const dollars = budgetDollars === undefined ? undefined : Number(budgetDollars);
  if (dollars !== undefined && !(dollars > 0))
    throw new ImaginariumError({
      code: 'usage/number',
      message: `--budget-dollars takes a number above 0, not "${budgetDollars}".`,
    });
  const calls = wholeNumber('--budget-calls', budgetCalls, { least: 1 });
  const budget = { ...(dollars === undefined ? {} : { dollars }), ...(calls === undefined ? {} : { calls }) };
  return {
    ...(Object.keys(budget).length > 0 ? { budget } : {}),
    trials: wholeNumber('--trials', trials, { least: 1 }),
  };
}

function notePractice(config: ProjectConfig, context: CommandContext): void {
  const notice = practiceRoundsNotice(standInsOf(config));
  if (notice !== '') context.say(notice);
}
