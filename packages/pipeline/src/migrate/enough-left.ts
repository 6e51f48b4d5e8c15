import type { PlannedTool, PoolExample } from '@imaginarium/contracts';

/**
 * The plan with `explore` for every migrated tool of which less than `share` of the training examples stay, no test item stays
 * of those that it had, or which had no example to carry over. Pure.
 *
 * @param share 0 to 1; exactly this share is enough. @default 0.5
 */
export function enoughLeft(
  plan: readonly PlannedTool[],
  {
    before,
    kept,
    share = 0.5,
  }: {
    readonly before: readonly PoolExample[];
    readonly kept: readonly PoolExample[];
    readonly share?: number | undefined;
  },
): PlannedTool[] {
  const stays = new Set(kept.map(({ id }) => id));
  return plan.map((planned) => {
    if (planned.action !== 'migrate') return planned;
    const own = before.filter(({ tool }) => tool === planned.before);
    const reason = whyTooFew(
      own,
      own.filter(({ id }) => stays.has(id)),
      share,
    );
    return reason === undefined ? planned : { ...planned, action: 'explore', reason: `${reason} (${planned.reason})` };
  });
}

function whyTooFew(all: readonly PoolExample[], left: readonly PoolExample[], share: number): string | undefined {
  if (all.length === 0) return 'it has no examples that could be carried over';
  const [trained, tested] = (['train', 'test'] as const).map((split) => ({
    all: all.filter((example) => example.split === split).length,
    left: left.filter((example) => example.split === split).length,
  })) as [Count, Count];
  if (trained.left < share * trained.all)
    return `only ${trained.left} of ${trained.all} training examples fit the new version`;
  return tested.all > 0 && tested.left === 0 ? `none of ${tested.all} test items fits the new version` : undefined;
}

interface Count {
  readonly all: number;
  readonly left: number;
}
