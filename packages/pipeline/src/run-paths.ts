import { join } from 'node:path';

/** Where things lie in a run folder. */
export const RUN_FILES = {
  journal: 'journal.jsonl',
  recordings: 'recordings.jsonl',
  observations: 'observations.jsonl',
  tools: 'tools.jsonl',
  /** Trials as they end, while exploration goes on. */
  trialsSoFar: 'trials.partial.jsonl',
  trials: 'trials.jsonl',
  examples: 'examples.jsonl',
  removals: 'removals.jsonl',
  repairPairs: 'repair-pairs.jsonl',
  records: 'records',
} as const;

export function runPath(folder: string, name: keyof typeof RUN_FILES, ...rest: string[]): string {
  return join(folder, RUN_FILES[name], ...rest);
}
