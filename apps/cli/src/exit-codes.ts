import type { ErrorCategory } from '@imaginarium/contracts';

/** What the command's exit code means; documented in the README. */
export const EXIT_CODES = {
  done: 0,
  internal: 1,
  usage: 2,
  config: 2,
  input: 3,
  secret: 4,
  permission: 4,
  endpoint: 5,
  budget: 6,
  locked: 7,
  interrupted: 7,
  disk: 3,
  /** A round was done, and its gate did not pass. */
  gate: 8,
} as const satisfies Record<ErrorCategory | 'done' | 'gate', number>;
