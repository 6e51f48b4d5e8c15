import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '@imaginarium/contracts';

/** Milliseconds between asking a process group to end and ending it. */
const GRACE_MS = 4000;
/** Kept of a line: a bar or a dumped tensor may have no end. */
const LONGEST_LINE = 4000;

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ProcessEnd {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  /** Set when it could not be started at all. */
  readonly failure?: NodeJS.ErrnoException;
}

export interface RunningProcess {
  /** Also the id of its group; undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Resolves when it has ended and all it wrote was read; never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Ends its whole group, by force after some seconds. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly env: Environment;
  readonly clock: Clock;
  /** Takes each line of output and error; a carriage return ends a line as well. */
  readonly onLine: (line: string) => void;
}

/** Runs a program in a process group of its own, so that all that it starts ends with it (POSIX). */
export function runProcess({ command, env, clock, onLine }: ProcessOptions): RunningProcess {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  readLines(child.stdout, onLine);
  readLines(child.stderr, onLine);
  const ended = endOf(child);
  return {
    pid: child.pid,
    ended,
    stop: () => (child.pid === undefined ? Promise.resolve() : stopGroup(child.pid, ended, clock)),
  };
}

function endOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('error', (failure) => resolve({ code: null, signal: null, failure }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

/** Ends a group: asks, waits, forces. */
export async function stopGroup(pid: number, ended: Promise<unknown>, clock: Clock): Promise<void> {
  if (!signalGroup(pid, 'SIGTERM')) return;
  const waited = new AbortController();
  await Promise.race([ended, clock.sleep(GRACE_MS, waited.signal).catch(() => {})]);
  waited.abort();
  signalGroup(pid, 'SIGKILL');
}

/** False when no process of the group is left. */
function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

function readLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const line of lines) if (line.trim() !== '') onLine(line.slice(0, LONGEST_LINE));
  });
  stream?.on('end', () => {
    if (rest.trim() !== '') onLine(rest);
  });
}
