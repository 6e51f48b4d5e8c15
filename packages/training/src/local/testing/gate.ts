/** Where a scripted trainer waits before its steps until a test lets it go on. */
export interface Gate {
  readonly pass: (step: number, signal: AbortSignal) => Promise<void>;
  /** Lets all go on from now on. */
  open(): void;
  /** Lets so many steps pass, counted from the gate's making over all jobs. */
  openTo(count: number): void;
  /** Holds whatever comes next. */
  close(): void;
  /** Resolves when so many steps have come to the gate. */
  waitFor(count: number): Promise<void>;
}

/** A gate that lets one step pass. */
export function createGate(): Gate {
  let [came, allowed] = [0, 1];
  let resolve: () => void = () => {};
  let changed = new Promise<void>((done) => (resolve = done));
  const change = (): void => {
    resolve();
    changed = new Promise<void>((done) => (resolve = done));
  };
  return {
    pass: async (_step, signal) => {
      const nth = ++came;
      change();
      signal.addEventListener('abort', change);
      while (nth > allowed && !signal.aborted) await changed;
      signal.removeEventListener('abort', change);
    },
    open: () => {
      allowed = Number.POSITIVE_INFINITY;
      change();
    },
    openTo: (count) => {
      allowed = count;
      change();
    },
    close: () => {
      allowed = came;
    },
    waitFor: async (count) => {
      while (came < count) await changed;
    },
  };
}
