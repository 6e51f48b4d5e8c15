import { setMaxListeners } from 'node:events';
import { type Clock, ImaginariumError, systemClock } from '@imaginarium/contracts';
import { readVersion } from './read-version.ts';

/** What every verb gets: the process, seen through one door. */
export interface CommandContext {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly isJson: boolean;
  /** Whether stderr is a terminal, so that a line can be drawn over. */
  readonly isTerminal: boolean;
  /** Writes what was asked for, for a person, on stdout. */
  readonly print: (text: string) => void;
  /** Writes progress and remarks on stderr. */
  readonly say: (line: string) => void;
  /** Writes to stderr as it is, for a line that is drawn over. */
  readonly draw: (text: string) => void;
  /** Writes the one JSON document of `--json`. */
  readonly answer: (document: unknown) => void;
}

/** A verb as it was typed. */
export interface Invocation<Options> {
  readonly name: string;
  readonly args: readonly string[];
  readonly options: Options;
  readonly context: CommandContext;
}

export function createCommandContext(options: { readonly json?: boolean }): CommandContext {
  return {
    clock: systemClock,
    fetch: globalThis.fetch,
    variables: process.env,
    version: readVersion(),
    signal: signalOfProcess(),
    isJson: options.json ?? false,
    isTerminal: process.stderr.isTTY ?? false,
    say: (line) => process.stderr.write(`${line}\n`),
    draw: (text) => process.stderr.write(text),
    print: (text) => process.stdout.write(`${text}\n`),
    answer: (document) => process.stdout.write(`${JSON.stringify(document, null, 2)}\n`),
  };
}

/** Aborts at the first SIGINT or SIGTERM; the second one ends the process at once, as a person expects. */
function signalOfProcess(): AbortSignal {
  const controller = new AbortController();
  // Every call under way listens.
  setMaxListeners(0, controller.signal);
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => {
      controller.abort(
        new ImaginariumError({
          code: 'interrupted/signal',
          message: `Interrupted by ${name}. What was done is kept.`,
          hint: 'The same command goes on from here.',
        }),
      );
    });
  return controller.signal;
}
