import {
  ImaginariumError,
  type ImprovementResult,
  ROUND_STEPS,
  type Round,
  type Verdict,
} from '@imaginarium/contracts';
import type { OpenProject } from './open-project.ts';
import type { RoundContext } from './round-context.ts';

export async function improvedTargets(
  _: Pick<OpenProject, 'project' | 'rounds' | 'config'>,
  __: unknown,
): Promise<Round['targets']> {
  throw new ImaginariumError({ code: 'input/nothing-to-improve', message: 'x' });
}
export async function improvementResults(
  _: RoundContext,
  __: { verdictsBefore: readonly Verdict[] | null; verdictsAfter: readonly Verdict[] },
): Promise<ImprovementResult[]> {
  return [];
}
export const x = ROUND_STEPS;
