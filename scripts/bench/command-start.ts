import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchRow } from './bench-row.ts';

const COMMAND = fileURLToPath(new URL('../../apps/cli/bin/imaginarium.js', import.meta.url));
const ROUNDS = 15;

/** How long `imaginarium --help` takes beside a Node that does nothing; medians of turns taken one after the other. */
export async function run(): Promise<BenchRow[]> {
  const bare: number[] = [];
  const help: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(timeOf(['-e', '0']));
    help.push(timeOf([COMMAND, '--help']));
  }
  const [bareMs, helpMs] = [median(bare), median(help)];
  return [
    {
      what: 'start of the command: `imaginarium --help`',
      measured: `${helpMs.toFixed(0)} ms`,
      against: `\`node -e 0\`, ${bareMs.toFixed(0)} ms`,
      ratio: helpMs / bareMs,
      goal: 'at most 2',
      met: helpMs / bareMs <= 2,
    },
  ];
}

function timeOf(args: readonly string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
