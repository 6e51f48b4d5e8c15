import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { REPOSITORY } from './run-folder.ts';

const EVERYTHING = join(REPOSITORY, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');
const CALCULATOR = join(REPOSITORY, 'node_modules/@coo-quack/calc-mcp/dist/index.js');

/** Sources as a config names them. */
export const EVERYTHING_OVER_STDIO = `mcp:${process.execPath} ${EVERYTHING} stdio`;
export const CALCULATOR_OVER_STDIO = `mcp:${process.execPath} ${CALCULATOR}`;

/** server-everything over streamable HTTP on loopback. */
export async function startEverythingOverHttp(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const port = await freePort();
  const child = spawn(process.execPath, [EVERYTHING, 'streamableHttp'], {
    env: { PATH: process.env.PATH ?? '', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.includes('listening')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`server-everything ended with ${code}`)));
  });
  return { url: `http://127.0.0.1:${port}/mcp`, child };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
