import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../bin/imaginarium.js', import.meta.url));

export interface CommandOutcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real, built command. */
export function startCommand(
  args: readonly string[],
  options: { readonly cwd: string; readonly variables?: Readonly<Record<string, string>> },
): { readonly child: ChildProcess; readonly outcome: Promise<CommandOutcome> } {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', ...options.variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const outcome = new Promise<CommandOutcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') }),
    );
  });
  return { child, outcome };
}

export function runCommand(
  args: readonly string[],
  options: Parameters<typeof startCommand>[1],
): Promise<CommandOutcome> {
  return startCommand(args, options).outcome;
}
