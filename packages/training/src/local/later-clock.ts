import type { Clock } from '@imaginarium/contracts';

/** Times of making, each later than the one before, so that sorting by them gives the order back after a restart. */
export function createLaterClock(clock: Clock, known: readonly { readonly createdAt: number }[]): () => number {
  let last = Math.max(0, ...known.map(({ createdAt }) => createdAt));
  return () => {
    last = Math.max(clock.now(), last + 1);
    return last;
  };
}
