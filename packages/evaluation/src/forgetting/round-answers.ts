import type { Profile, RoundMetric, Verdict } from '@imaginarium/contracts';

/**
 * The answers to one item, by repetition: right or not; null where the metric says nothing of it (`toolMatch` is a share of
 * the well-formed, `correct` may be undecided).
 */
export type ItemAnswers = ReadonlyMap<number, boolean | null>;

/** The answers of one round by tool and item. */
export type RoundAnswers = ReadonlyMap<string, ReadonlyMap<string, ItemAnswers>>;

/** The verdicts of one profile on items that want a tool; a second verdict on the same answer replaces the first. */
export function readRoundAnswers(verdicts: Iterable<Verdict>, profile: Profile, metric: RoundMetric): RoundAnswers {
  const tools = new Map<string, Map<string, Map<number, boolean | null>>>();
  for (const verdict of verdicts) {
    if (verdict.profile !== profile || verdict.tool === null) continue;
    const items = tools.get(verdict.tool) ?? new Map<string, Map<number, boolean | null>>();
    tools.set(verdict.tool, items);
    const answers = items.get(verdict.itemId) ?? new Map<number, boolean | null>();
    items.set(verdict.itemId, answers);
    answers.set(verdict.repetition, readAnswer(verdict, metric));
  }
  return tools;
}

function readAnswer({ isWellformed, isToolMatch, isCorrect }: Verdict, metric: RoundMetric): boolean | null {
  if (metric === 'correct') return isCorrect;
  return isWellformed ? isToolMatch : null;
}
