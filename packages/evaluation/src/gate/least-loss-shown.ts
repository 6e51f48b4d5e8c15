import { binomialAtMost } from '../statistics/binomial-at-most.ts';
import { pairedLossP } from '../statistics/paired-loss-p.ts';
import type { PairedCounts } from '../statistics/paired-score.ts';

export interface LossTest {
  /** @default pairedLossP */
  readonly lossP?: typeof pairedLossP;
  readonly margin: number;
  /** What one comparison may use up of the gate's level. */
  readonly level: number;
}

/** Points beyond the margin, and below the target, that a test set should be able to show. */
export const WORTH_SHOWING = 0.2;

/** Beyond it, nobody is asked to write more items for a tool. */
const MOST_ITEMS = 1000;

/**
 * The smallest loss, 0 to 1, that `of` pairs would have shown, `gained` of them being gained as they are: of the observed share,
 * for chance may hide a true loss of that size. Null where not even the loss of all others would.
 */
export function leastLossShown({ gained, of }: Omit<PairedCounts, 'lost'>, test: LossTest): number | null {
  const isEnough = (lost: number) => isShown({ lost, gained, of }, test);
  if (of === 0 || !isEnough(of - gained)) return null;
  let [below, shown] = [gained, of - gained];
  while (shown - below > 1) {
    const middle = Math.floor((below + shown) / 2);
    if (isEnough(middle)) shown = middle;
    else below = middle;
  }
  return (shown - gained) / of;
}

/** Items of a tool from which on a loss of `loss` would be shown; null where 1,000 would not do. */
export function itemsToShowLoss(loss: number, test: LossTest): number | null {
  return firstItems((of) => isShown({ lost: Math.ceil(loss * of - 1e-9), gained: 0, of }, test));
}

/** Items of a new tool from which on a share of `share` would be shown to be below `target`; null where 1,000 would not do. */
export function itemsToShowShortfall(share: number, target: number, level: number) {
  return firstItems((of) => binomialAtMost(Math.floor(share * of + 1e-9), of, target) <= level);
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

function isShown(counts: PairedCounts, { margin, level, lossP = pairedLossP }: LossTest): boolean {
  return lossP(counts, margin, level) <= level;
}
