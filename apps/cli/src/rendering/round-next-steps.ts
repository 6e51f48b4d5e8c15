import { join } from 'node:path';
import type { Round, RoundStep } from '@imaginarium/contracts';
import { type ProjectConfig, trainingCommand } from '@imaginarium/pipeline/rounds';
import { pathFromHere } from './round-words.ts';

/** The last round, and what the config says of what comes after it. */
export interface LastRound extends Outlook {
  readonly round: Round;
  readonly nextStep: RoundStep | null;
}

interface Outlook {
  /** Whether the config names tools for another round. */
  readonly isBatchLeft: boolean;
  /** Whether the project trains at its own local endpoint, which is not there between rounds. */
  readonly isOwnEndpoint: boolean;
  /** What trains the folder that a round is exported to; null where it is trained at an endpoint. */
  readonly command: string | null;
}

/** @param rounds those that there are */
export function outlookOf(config: ProjectConfig, rounds: readonly Round[]): Outlook {
  const { batches, training } = config;
  return {
    isBatchLeft: batches !== undefined && rounds.filter(({ kind }) => kind === 'add').length < batches.length,
    isOwnEndpoint: training.to === 'local' && training.baseUrl === undefined,
    command: trainingCommand(config),
  };
}

/**
 * What to type after a round, or where there is none yet.
 *
 * @param project absolute
 * @param last null before the first round
 */
export function renderRoundSteps(project: string, last: LastRound | null): string {
  const path = pathFromHere(project);
  const here = path === '.' ? '' : ` --project ${path}`;
  const steps = [
    ...trainSteps(project, last),
    ...stepsAfter(last).map(([what, how]) => [what, `imaginarium round ${how}${here}`] as const),
    ...askSteps(project, last),
  ];
  const width = Math.max(...steps.map(([what]) => what.length));
  return ['next', ...steps.map(([what, how]) => `  ${what.padEnd(width)}  ${how}`)].join('\n');
}

function stepsAfter(last: LastRound | null): [what: string, how: string][] {
  if (last === null)
    return [
      ['what the first round would do', 'add --dry-run'],
      ['the first round', 'add'],
    ];
  const { round, nextStep } = last;
  if (isWaiting(last))
    return [
      ['go on with what is served', `${round.kind} --checkpoint openai:NAME@URL`],
      ['what it took so far', `show ${round.number}`],
    ];
  if (round.state === 'open' && nextStep !== null)
    return [
      [`go on with ${nextStep}`, round.kind],
      ['what it took so far', `show ${round.number}`],
    ];
  if (round.state === 'open')
    return [
      ['aim at what was got wrong', 'improve'],
      ['take it as it is', 'add --accept "WHY"'],
      ['all its figures', `show ${round.number}`],
    ];
  return [
    last.isBatchLeft ? ['the next batch of tools', 'add'] : ['take in more tools', 'add --from SOURCE'],
    ['aim at what was got wrong', 'improve'],
    ['all its figures', `show ${round.number}`],
  ];
}

/** How the checkpoint of a project's own endpoint is asked. */
function askSteps(project: string, last: LastRound | null): [what: string, how: string][] {
  const { job, checkpoint } = last?.round.training ?? {};
  if (!last?.isOwnEndpoint || !job || !checkpoint) return [];
  const model = checkpoint.replace(/^openai:/, '').replace(/@https?:\/\/\S+$/, '');
  return [
    ['ask its checkpoint', `imaginarium serve --folder ${pathFromHere(join(project, 'endpoint'))}`],
    ['', `model ${model}`],
    ['', '(to be ended before the next round)'],
  ];
}

/** Whether a round was exported and its checkpoint is to be named. */
function isWaiting({ round, command }: LastRound): boolean {
  return command !== null && round.failure?.code === 'input/checkpoint-wanted';
}

/** How a round that waits for its checkpoint is trained. */
function trainSteps(project: string, last: LastRound | null): [what: string, how: string][] {
  if (last === null || !isWaiting(last)) return [];
  return [
    ['train it', `cd ${pathFromHere(join(project, 'rounds', String(last.round.number), 'training'))}`],
    ['', last.command ?? ''],
    ['serve what comes out', 'with an OpenAI-compatible server'],
  ];
}
