import type { RoundPlan } from '@imaginarium/pipeline/rounds';
import { formatCount } from './format.ts';
import { renderPlan } from './plan.ts';
import { renderPlannedTools, renderTargets } from './round-detail.ts';
import { pathFromHere } from './round-words.ts';

/** What a round would do, before it does it. */
export function renderRoundPlan(plan: RoundPlan, project: string): string {
  const { number, kind, isResumed, tools, run, examples, training, testItems } = plan;
  const { keep, migrate, leave } = examples;
  const parts = [
    `plan: round ${number} (${kind})${isResumed ? ', gone on with' : ''} of ${pathFromHere(project)}`,
    renderPlannedTools(tools),
    renderTargets(plan),
    [
      `examples of earlier rounds: ${formatCount(keep)} kept, ${formatCount(migrate)} carried over, ${formatCount(leave)} leaving`,
      `training at ${training.endpoint} from ${training.from}`,
      `test items so far: ${formatCount(testItems)}`,
    ].join('\n'),
    run === null
      ? 'Nothing is to be explored. Nothing was done.'
      : renderPlan({ ...run, folder: `${pathFromHere(project)}/rounds/${number}/run` }, { pilot: null }),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
