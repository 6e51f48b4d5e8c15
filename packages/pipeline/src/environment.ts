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

/** The value behind `env:NAME`. @throws ImaginariumError `config/secret-reference`; `secret/missing`, which names the variable, never a value */
export function readSecret(reference: string, environment: Environment, neededFor: string): string {
  const name = /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(reference)?.[1];
  // What was given may be the secret itself: it is not repeated.
  if (name === undefined)
    throw new ImaginariumError({
      code: 'config/secret-reference',
      message: `A secret is named as env:NAME, never written; ${neededFor} has something else.`,
      hint: 'Put it into an environment variable and name that.',
    });
  const value = environment.variables[name];
  if (value === undefined || value === '')
    throw new ImaginariumError({
      code: 'secret/missing',
      message: `The environment variable ${name} is not set; ${neededFor} needs it.`,
      hint: `export ${name}=…`,
    });
  return value;
}
