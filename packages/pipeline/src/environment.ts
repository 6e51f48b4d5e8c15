import type { Clock } from '@imaginarium/contracts';
import { ImaginariumError } from '@imaginarium/contracts';
import type { RunEvent } from './run-event.ts';

/** What a run needs of the world; the command fills it in, tests bring their own. */
export interface Environment {
  readonly clock: Clock;
  /** Reads specifications from URLs. */
  readonly fetch: typeof globalThis.fetch;
  /** Environment variables, the only place that secrets come from. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Version of Imaginarium, part of every stage's cache key. */
  readonly version: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

/** The value behind `env:NAME`. @throws ImaginariumError `secret/missing`, which names the variable, never a value */
export function readSecret(reference: string, environment: Environment, neededFor: string): string {
  const name = reference.replace(/^env:/, '');
  const value = environment.variables[name];
  if (value === undefined || value === '')
    throw new ImaginariumError({
      code: 'secret/missing',
      message: `The environment variable ${name} is not set; ${neededFor} needs it.`,
      hint: `export ${name}=…`,
    });
  return value;
}
