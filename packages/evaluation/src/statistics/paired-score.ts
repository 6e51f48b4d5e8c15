import type { Interval } from './clustered-interval.ts';

/** The same items answered twice: right only before, right only now, and all of them. Whole numbers, lost + gained <= of. */
export interface PairedCounts {
  readonly lost: number;
  readonly gained: number;
  readonly of: number;
}

const QUANTILE_95 = 1.959963984540054;

/**
 * The score statistic of a loss, (lost - gained) / of, against a true loss of `loss`: about standard normal where that is so,
 * larger the more was lost beyond it. 0 where everything is as that loss says.
 *
 * Source: Tango, Statistics in Medicine 17 (1998): the discordance is the most likely one under that loss.
 *
 * @param loss -1 to 1
 */
export function pairedScore({ lost, gained, of }: PairedCounts, loss: number): number {
  if (loss < 0) return -pairedScore({ lost: gained, gained: lost, of }, -loss);
  const excess = lost - gained - of * loss;
  const gain = likelyGain({ lost, gained, of }, loss);
  return excess === 0 ? 0 : excess / Math.sqrt(of * (2 * gain + loss * (1 - loss)));
}

/** The most likely chance of a gain where the true loss is `loss`, 0 to 1; that of a loss is larger by it (Tango 1998). */
export function likelyGain({ lost, gained, of }: PairedCounts, loss: number): number {
  const linear = (2 * of - lost + gained) * loss - lost - gained;
  const constant = gained * loss * (1 - loss);
  const root = Math.sqrt(linear ** 2 + 8 * of * constant);
  return linear > 0 ? (2 * constant) / (linear + root) : (root - linear) / (4 * of);
}

/** The 95 % interval of the change, (gained - lost) / of, -1 to 1: what the score statistic does not refuse. `of`: 1 or more. */
export function pairedScoreInterval(counts: PairedCounts): Interval & { low: number; high: number } {
  const change = (counts.gained - counts.lost) / counts.of;
  const bound = (end: number) => {
    let [inside, outside] = [change, end];
    while (Math.abs(outside - inside) > 1e-9) {
      const middle = (inside + outside) / 2;
      if (Math.abs(pairedScore(counts, -middle)) <= QUANTILE_95) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return { low: bound(-1), high: bound(1) };
}
