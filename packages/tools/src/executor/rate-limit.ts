import type { Clock } from '@imaginarium/contracts';

/** Waits until the tool may be called; rejects with the signal's reason when aborted. */
export type RateLimit = (tool: string, signal?: AbortSignal) => Promise<void>;

/** Spaces the calls of each tool evenly, so that no second sees more than `callsPerSecond`; undefined is no limit. */
export function createRateLimit(callsPerSecond: number | undefined, clock: Clock): RateLimit {
  const nextAt = new Map<string, number>();
  return async (tool, signal) => {
    if (callsPerSecond === undefined) return;
    const now = clock.now();
    const at = Math.max(now, nextAt.get(tool) ?? 0);
    nextAt.set(tool, at + 1000 / callsPerSecond);
    if (at > now) await clock.sleep(at - now, signal);
  };
}
