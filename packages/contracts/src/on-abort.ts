const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Has something done when a signal that is not aborted yet aborts; what it returns takes that back. A signal goes through all of
 * its listeners for each one that comes or goes: here all share one, so that a run's many calls cost each other nothing.
 */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal === undefined) return () => {};
  let acts = waiting.get(signal);
  if (acts === undefined) {
    const all = new Set<() => void>();
    const actAll = () => {
      for (const each of [...all]) each();
    };
    signal.addEventListener('abort', actAll, { once: true });
    waiting.set(signal, all);
    acts = all;
  }
  const mine = acts.add(act);
  return () => {
    mine.delete(act);
  };
}
