import { type PairedCounts, pairedScore } from './paired-score.ts';

/** Standard deviations beyond which nothing adds to a chance of 1e-12. */
const REACH = 8;
/** Part of a sum below which nothing more is added. */
const NEGLIGIBLE = 1e-14;

/**
 * The chance of a statistic (`pairedScore` at `margin`) no smaller than that of `counts`, as a function of the chance of a gain
 * where the true loss is `margin`. Exact but for what lies 8 standard deviations off: of the gained items a binomial, and of
 * the lost ones, given these, another. The work grows with the number of items.
 *
 * @param counts 1 item or more
 */
export function createPairedTail(counts: PairedCounts, margin: number): (gain: number) => number {
  const { of } = counts;
  const statistic = pairedScore(counts, margin) - 1e-9;
  const logFactorials = logFactorialsTo(of);
  const logWays = (all: number, some: number) =>
    (logFactorials[all] ?? 0) - (logFactorials[some] ?? 0) - (logFactorials[all - some] ?? 0);
  const chanceOf = (count: number, all: number, share: number) =>
    share <= 0 || share >= 1
      ? Number(count === share * all)
      : Math.exp(logWays(all, count) + count * Math.log(share) + (all - count) * Math.log1p(-share));
  /** By items gained: the fewest lost ones that are enough. */
  const enough = new Map<number, number>();
  const enoughLost = (gained: number): number => {
    const known = enough.get(gained);
    if (known !== undefined) return known;
    let [below, reached] = [-1, of - gained + 1];
    while (reached - below > 1) {
      const middle = Math.floor((below + reached) / 2);
      if (pairedScore({ lost: middle, gained, of }, margin) >= statistic) reached = middle;
      else below = middle;
    }
    enough.set(gained, reached);
    return reached;
  };
  const atLeast = (count: number, all: number, share: number) => {
    const [from, to] = around(all, share);
    const first = Math.max(count, from);
    if (first > to) return 0;
    if (share >= 1) return 1;
    const odds = share / (1 - share);
    let chance = chanceOf(first, all, share);
    let sum = chance;
    for (let some = first; some < to; some++) {
      chance *= ((all - some) / (some + 1)) * odds;
      sum += chance;
      if (chance < sum * NEGLIGIBLE && some > all * share) break;
    }
    return sum;
  };
  return (gain) => {
    const [from, to] = around(of, gain);
    let sum = 0;
    const lose = Math.min(1, (gain + margin) / (1 - gain));
    for (let gained = from; gained <= to; gained++) {
      sum += chanceOf(gained, of, gain) * atLeast(enoughLost(gained), of - gained, lose);
    }
    return sum;
  };
}

/** Counts of a binomial that are not out of reach; wider where they are few. */
function around(all: number, share: number): [from: number, to: number] {
  const reach = REACH * Math.sqrt(all * share * (1 - share)) + REACH ** 2 / 2;
  return [Math.max(0, Math.floor(all * share - reach)), Math.min(all, Math.ceil(all * share + reach))];
}

function logFactorialsTo(most: number): Float64Array {
  const logs = new Float64Array(most + 1);
  for (let number = 1; number <= most; number++) logs[number] = (logs[number - 1] ?? 0) + Math.log(number);
  return logs;
}
