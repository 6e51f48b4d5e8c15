import { spawnSync } from 'node:child_process';

/** Whether a python3 is there to be held against. */
export const hasPython = spawnSync('python3', ['--version']).status === 0;

/** What a Python program that reads one JSON document from standard input prints as another. */
export function runPython(program: string, input: unknown): unknown {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', program], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
