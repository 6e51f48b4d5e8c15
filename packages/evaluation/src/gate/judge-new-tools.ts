import type { GateConfig, NewToolVerdict } from '@imaginarium/contracts';
import { binomialAtMost } from '../statistics/binomial-at-most.ts';
import { holm } from '../statistics/holm.ts';
import { countRight, type ItemResults, sumRight } from './collapse-items.ts';

/** The name that `allNew` bears. */
const ALL_NEW = 'all new tools';

/**
 * Each new tool against the target by the exact one-sided binomial test, corrected over the new tools (Holm): `below` where it
 * is shown to be, `reached` where it is not, `cannot-tell` where even no right item would not have shown it. All together are
 * held to the target itself: `reached` where their share is no less, whatever chance may have had in it; their p, over items,
 * is for information.
 */
export function judgeNewTools(
  tools: readonly string[],
  after: ReadonlyMap<string, ItemResults>,
  { target, level }: GateConfig,
): { newTools: NewToolVerdict[]; allNew: NewToolVerdict | null } {
  const counts = tools.map((tool) => ({ tool, now: countRight(after.get(tool)) }));
  const pOf = ({ correct, of }: NewToolVerdict['now']) => binomialAtMost(correct, of, target);
  const adjusted = holm(counts.map(({ now }) => pOf(now)));
  const newTools = counts.map(({ tool, now }, index): NewToolVerdict => {
    const adjustedP = adjusted[index] ?? 1;
    const isBlind = now.of === 0 || (target > 0 && binomialAtMost(0, now.of, target) * tools.length > level);
    const verdict = adjustedP <= level ? 'below' : isBlind ? 'cannot-tell' : 'reached';
    return { tool, now, p: pOf(now), adjustedP, verdict };
  });
  if (tools.length === 0) return { newTools, allNew: null };
  const now = sumRight(counts.map(({ now }) => now));
  const verdict = now.of === 0 ? 'cannot-tell' : now.correct >= target * now.of - 1e-9 ? 'reached' : 'below';
  return { newTools, allNew: { tool: ALL_NEW, now, p: pOf(now), adjustedP: pOf(now), verdict } };
}
