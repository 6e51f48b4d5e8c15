import { binomialAtMost } from '../statistics/binomial-at-most.ts';
import { pairedLossP } from '../statistics/paired-loss-p.ts';

export interface LossTest {
  readonly margin: number;
  readonly level: number;
  /** Comparisons that the p is corrected for. */
  readonly family: number;
}

/** Beyond it, nobody is asked to write more items for a tool. */
const MOST_ITEMS = 1000;

/**
 * The smallest loss, 0 to 1, that `of` pairs would show after correction where nothing else changed hands (so many right items
 * lost, none gained); null where not even the loss of all would.
 */
export function leastLossShown(of: number, test: LossTest): number | null {
  if (of === 0 || !isShown(of, of, test)) return null;
  let [below, shown] = [0, of];
  while (shown - below > 1) {
    const middle = Math.floor((below + shown) / 2);
    if (isShown(middle, of, test)) shown = middle;
    else below = middle;
  }
  return shown / of;
}

/** Items of a tool from which on a loss of `loss` would be shown; null where 1,000 would not do. */
export function itemsToShowLoss(loss: number, test: LossTest): number | null {
  return firstItems((of) => isShown(Math.ceil(loss * of - 1e-9), of, test));
}

/** Items of a new tool from which on a share of `share` would be shown to be below `target`; null where 1,000 would not do. */
export function itemsToShowShortfall(share: number, target: number, { level, family }: Omit<LossTest, 'margin'>) {
  return firstItems((of) => binomialAtMost(Math.floor(share * of + 1e-9), of, target) * family <= level);
}

/** By halves; whole items make what is shown saw-toothed, so that a slightly smaller number may do as well. */
function firstItems(isEnough: (of: number) => boolean): number | null {
  if (!isEnough(MOST_ITEMS)) return null;
  let [below, enough] = [0, MOST_ITEMS];
  while (enough - below > 1) {
    const middle = Math.floor((below + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else below = middle;
  }
  return enough;
}

function isShown(lost: number, of: number, { margin, level, family }: LossTest): boolean {
  return pairedLossP({ lost, gained: 0, of }, margin) * family <= level;
}
