import type { Profile, RoundMetric, Verdict } from '@imaginarium/contracts';

/** Of one tool: whether each item was answered rightly. */
export type ItemResults = ReadonlyMap<string, boolean>;

/**
 * One result an item by tool, of one profile. An item that was asked several times is right where more than half of its runs
 * are (a tie is wrong): runs of one item are no independent items. Undecided runs are left out. Unlike in the scores, a reply
 * that is not well-formed is a miss under `toolMatch` too: a tool must not hold because its replies cannot be read.
 */
export function collapseItems(
  verdicts: Iterable<Verdict>,
  profile: Profile,
  metric: RoundMetric,
): ReadonlyMap<string, ItemResults> {
  const tools = new Map<string, Map<string, { right: number; of: number }>>();
  for (const verdict of verdicts) {
    const isRight = metric === 'correct' ? verdict.isCorrect : verdict.isWellformed && verdict.isToolMatch;
    if (verdict.profile !== profile || verdict.tool === null || isRight === null) continue;
    const items = tools.get(verdict.tool) ?? new Map<string, { right: number; of: number }>();
    tools.set(verdict.tool, items);
    const runs = items.get(verdict.itemId) ?? { right: 0, of: 0 };
    items.set(verdict.itemId, runs);
    runs.of++;
    if (isRight) runs.right++;
  }
  return new Map(
    [...tools].map(([tool, items]) => [
      tool,
      new Map([...items].map(([id, { right, of }]) => [id, right * 2 > of] as const)),
    ]),
  );
}

export function countRight(items: ItemResults | undefined): { correct: number; of: number } {
  const results = [...(items?.values() ?? [])];
  return { correct: results.filter(Boolean).length, of: results.length };
}

export function sumRight(all: readonly { correct: number; of: number }[]): { correct: number; of: number } {
  return {
    correct: all.reduce((sum, { correct }) => sum + correct, 0),
    of: all.reduce((sum, { of }) => sum + of, 0),
  };
}
