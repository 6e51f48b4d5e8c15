import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** The Python of `.venv` with the pinned consumers, made when it is not there. @throws Error when it cannot be made */
export async function pythonEnvironment(): Promise<string> {
  const python = join(root, '.venv/bin/python');
  if (!existsSync(python)) await promisify(execFile)('python3', ['-m', 'venv', join(root, '.venv')]);
  await promisify(execFile)(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '-r',
    requirements,
  ]);
  return python;
}

/** Runs a script of this folder, its output shown. @throws Error when it fails */
export async function runPython(python: string, script: string, args: readonly string[]): Promise<void> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(python, [path, ...args], {
    stdio: 'inherit',
    // Nothing may be fetched: what is loaded lies on this disk.
    env: { ...process.env, HF_HUB_OFFLINE: '1', HF_DATASETS_OFFLINE: '1', HF_DATASETS_DISABLE_PROGRESS_BARS: '1' },
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
}
