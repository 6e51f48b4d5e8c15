import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../apps/cli/bin/imaginarium.js', import.meta.url));

/** Exit code of a round that was done though its gate did not pass. */
const GATE = 8;

/**
 * Runs the built command as a person would and gives what it prints; what it says besides is shown where it fails.
 * @throws Error when it ends with a code that is neither 0 nor that of a gate
 */
export function runImaginarium(args: readonly string[], cwd: string, signal?: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args], { cwd, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, said]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 || code === GATE) resolve(Buffer.concat(out).toString('utf8'));
      else
        reject(new Error(`imaginarium ${args.join(' ')} ended with ${code}\n${Buffer.concat(said).toString('utf8')}`));
    });
  });
}
