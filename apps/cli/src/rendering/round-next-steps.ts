import type { Round, RoundStep } from '@imaginarium/contracts';
import { pathFromHere } from './round-words.ts';

/**
 * What to type after a round, or where there is none yet.
 *
 * @param project absolute
 * @param last the last round; null before the first
 */
export function renderRoundSteps(project: string, last: { round: Round; nextStep: RoundStep | null } | null): string {
  const path = pathFromHere(project);
  const here = path === '.' ? '' : ` --project ${path}`;
  const steps = stepsAfter(last).map(([what, how]) => [what, `imaginarium round ${how}${here}`] as const);
  const width = Math.max(...steps.map(([what]) => what.length));
  return ['next', ...steps.map(([what, how]) => `  ${what.padEnd(width)}  ${how}`)].join('\n');
}

function stepsAfter(last: { round: Round; nextStep: RoundStep | null } | null): [what: string, how: string][] {
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
    ['take in more tools', 'add --from SOURCE'],
    ['aim at what was got wrong', 'improve'],
    ['all its figures', `show ${round.number}`],
  ];
}
