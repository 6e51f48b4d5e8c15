import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import {
  exampleSchema,
  ImaginariumError,
  type ImprovementResult,
  type ImprovementTarget,
  trialSchema,
  type Verdict,
} from '@imaginarium/contracts';
import { openJournal, readJsonl } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import { accountImprovement } from '../improve/account-improvement.ts';
import { knownQueriesOf } from '../improve/improvement.ts';
import { removeImprovement, writeImprovement } from '../improve/improvement-file.ts';
import { planImprovement } from '../improve/plan-improvement.ts';
import { runPath } from '../run-paths.ts';
import type { OpenProject } from './open-project.ts';
import { readVerdicts } from './read-verdicts.ts';
import type { ImproveRequest } from './round-api.ts';
import { type RoundContext, readBefore, readRoundTools } from './round-context.ts';
import { roundFolder, roundPath } from './round-paths.ts';

const TRIALS = 120;

/**
 * What a round that improves aims at: the misses of the last round's evaluation.
 *
 * @throws ImaginariumError `input/nothing-to-improve` where there is no evaluation, or nothing went wrong in it;
 * `input/round-unfinished` where the last round has not come to its gate
 */
export async function improvedTargets(
  { project, rounds, config }: Pick<OpenProject, 'project' | 'rounds' | 'config'>,
  { trials = TRIALS }: ImproveRequest,
): Promise<ImprovementTarget[]> {
  const last = rounds.at(-1);
  if (last === undefined)
    throw nothingToImprove('The project has no round yet', 'imaginarium round add begins the first.');
  if (last.steps.gate?.state !== 'done')
    throw new ImaginariumError({
      code: 'input/round-unfinished',
      message: `Round ${last.number} is unfinished: it has no evaluation to improve on.`,
      hint: 'imaginarium round add goes on with it.',
    });
  const [evaluated] = (await readVerdicts(project, [last])).slice(-1);
  const tools = await readRoundTools(roundFolder(project, last.number));
  const { profile } = config.gate;
  const targets = planImprovement({ verdicts: evaluated?.verdicts ?? [], profile, tools, trials });
  const reached = targets.filter((target) => target.trials > 0);
  if (reached.length === 0)
    throw nothingToImprove(
      `Round ${last.number} got nothing wrong that exploration could mend`,
      'Add tools, or more test items.',
    );
  return reached;
}

function nothingToImprove(message: string, hint: string): ImaginariumError {
  return new ImaginariumError({ code: 'input/nothing-to-improve', message: `${message}.`, hint });
}

/** Tells the run of a round what it is targeted at; an ordinary round has no such thing, nor what an earlier one under its number left. */
export async function aimRun(context: RoundContext): Promise<void> {
  const { round, folder } = context;
  const run = roundPath(folder, 'run');
  if (round.kind !== 'improve') return removeImprovement(run);
  const { examples } = await readBefore(context);
  await mkdir(run, { recursive: true });
  await writeImprovement(run, { targets: round.targets, knownQueries: knownQueriesOf(examples) });
}

/** What each target's share of the money bought; empty for an ordinary round. */
export async function improvementResults(
  { round, folder, config }: RoundContext,
  {
    verdictsBefore,
    verdictsAfter,
  }: { readonly verdictsBefore: readonly Verdict[] | null; readonly verdictsAfter: readonly Verdict[] },
): Promise<ImprovementResult[]> {
  const run = roundPath(folder, 'run');
  if (round.kind !== 'improve' || verdictsBefore === null || !existsSync(run)) return [];
  const journal = await openJournal(runPath(run, 'journal'));
  try {
    return accountImprovement({
      ...{ targets: round.targets, tools: await readRoundTools(folder), profile: config.gate.profile },
      trials: await collect(readJsonl(runPath(run, 'trials'), { schema: trialSchema })),
      examples: await collect(readJsonl(runPath(run, 'examples'), { schema: exampleSchema })),
      journalEntries: journal.entries(),
      ...{ verdictsBefore, verdictsAfter },
    });
  } finally {
    await journal.close();
  }
}
