import type { GateConfig } from '@imaginarium/contracts';
import type { RoundVerdicts } from './read-verdicts.ts';

/** A tool that is mastered keeps this weight: it can be forgotten too. */
const LEAST = 0.05;

/**
 * How much a tool needs replay, by the last evaluation: the share that is wrong now, and once more what was lost since its
 * best round. From 0.05 (all right, nothing lost) to 2.05. Tools without a verdict are absent.
 */
export function replayWeights(
  rounds: readonly RoundVerdicts[],
  { profile, metric }: Pick<GateConfig, 'profile' | 'metric'>,
): Map<string, number> {
  const best = new Map<string, number>();
  const weights = new Map<string, number>();
  for (const { verdicts } of rounds) {
    const counts = new Map<string, { right: number; of: number }>();
    for (const verdict of verdicts) {
      if (verdict.profile !== profile || verdict.tool === null) continue;
      const count = counts.get(verdict.tool) ?? { right: 0, of: 0 };
      counts.set(verdict.tool, count);
      count.of++;
      if (metric === 'correct' ? verdict.isCorrect : verdict.isToolMatch) count.right++;
    }
    for (const [tool, { right, of }] of counts) {
      const share = right / of;
      const before = best.get(tool) ?? share;
      best.set(tool, Math.max(before, share));
      weights.set(tool, LEAST + (1 - share) + Math.max(0, before - share));
    }
  }
  return weights;
}
