import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@imaginarium/contracts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The Python of `.venv/trl` with the pinned packages, made when it is not there: 6 GB on Linux, as PyPI's torch brings CUDA. */
export async function trlEnvironment(): Promise<string> {
  const home = join(root, '.venv/trl');
  const python = join(home, 'bin/python');
  if (!existsSync(python)) await run('python3', ['-m', 'venv', home]);
  const requirements = fileURLToPath(new URL('trl-requirements.txt', import.meta.url));
  await run(python, ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', '-r', requirements]);
  return python;
}

/** Runs a program, its output shown. @throws Error when it fails */
export async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: 'inherit', env: process.env });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}`);
}

/** Starts `transformers serve`, which loads the models that it is asked for, and waits until it answers. */
export async function startTransformersServe(
  python: string,
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<ChildProcess> {
  const args = ['serve', '--host', '127.0.0.1', '--port', String(port), '--device', 'cpu'];
  const server = spawn(join(dirname(python), 'transformers'), args, { env, stdio: 'ignore' });
  for (let asked = 0; asked < 180; asked++) {
    const isThere = await fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return server;
    await systemClock.sleep(1000);
  }
  server.kill();
  throw new Error('transformers serve did not come up in three minutes');
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
