import type { Round, RoundStep } from '@imaginarium/contracts';
import type { ProjectConfig } from '@imaginarium/pipeline/rounds';
import { pathFromHere } from './round-words.ts';

/** The last round, and whether the config names tools for another. */
export interface LastRound {
  readonly round: Round;
  readonly nextStep: RoundStep | null;
  readonly isBatchLeft: boolean;
}

/** Whether batches of the config are left after these rounds. */
export function isBatchLeft({ batches }: ProjectConfig, rounds: readonly Round[]): boolean {
  return batches !== undefined && rounds.filter(({ kind }) => kind === 'add').length < batches.length;
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
  const steps = stepsAfter(last).map(([what, how]) => [what, `imaginarium round ${how}${here}`] as const);
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
