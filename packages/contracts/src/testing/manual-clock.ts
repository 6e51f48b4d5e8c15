import type { Clock } from '../clock.ts';

/** A clock whose time passes only by sleeping: `sleep` returns at once and moves `now` on. */
export function createManualClock(start = 0): Clock & { readonly slept: number[] } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
}
