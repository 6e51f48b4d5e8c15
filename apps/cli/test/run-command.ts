import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../bin/imaginarium.js', import.meta.url));

export interface CommandOutcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Told of what stands on stderr so far, whenever more of it comes. */
  readonly onStderr?: (soFar: string) => void;
}

export interface StartedCommand {
  readonly child: ChildProcess;
  readonly outcome: Promise<CommandOutcome>;
}

/** Starts the real, built command with nothing of the environment but what it is given. */
export function startCommand(args: readonly string[], { cwd, variables, onStderr }: CommandOptions): StartedCommand {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    err.push(chunk);
    onStderr?.(Buffer.concat(err).toString('utf8'));
  });
  const outcome = new Promise<CommandOutcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') }),
    );
  });
  return { child, outcome };
}

export function runCommand(args: readonly string[], options: CommandOptions): Promise<CommandOutcome> {
  return startCommand(args, options).outcome;
}
