/** Runs a task as soon as a slot is free; tasks wait in the order of asking. */
export type Slots = <T>(task: () => Promise<T>) => Promise<T>;

/** Lets at most `count` tasks run at once. Costs a small part of what `p-limit` does, which binds each task to an async context. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The slot is handed on, so that nobody who asks meanwhile comes first.
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
