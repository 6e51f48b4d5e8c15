import type { DataProblem } from '@imaginarium/contracts';

/** Problems named one by one: the rest is counted. */
const NAMED = 10;

export interface DataProblems {
  /** Problems of one kind and message are counted together. @param count of what the name stands for @default 1 */
  add(kind: DataProblem['kind'], name: string, message: string, count?: number): void;
  /** In the order in which they came up. */
  list(): DataProblem[];
}

export function collectProblems(): DataProblems {
  const problems = new Map<string, DataProblem>();
  return {
    add(kind, name, message, count = 1) {
      const key = `${kind}\n${message}`;
      const known = problems.get(key);
      if (known === undefined) problems.set(key, { kind, count, names: [name], message });
      else {
        known.count += count;
        if (known.names.length < NAMED) known.names.push(name);
      }
    },
    list: () => [...problems.values()].map((problem) => ({ ...problem, names: [...problem.names] })),
  };
}
