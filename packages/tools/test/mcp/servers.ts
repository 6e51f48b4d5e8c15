import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const packagePath = (path: string) => fileURLToPath(new URL(`../../../../node_modules/${path}`, import.meta.url));

const EVERYTHING = packagePath('@modelcontextprotocol/server-everything/dist/index.js');
export const everything = { command: process.execPath, args: [EVERYTHING, 'stdio'] };
export const calculator = { command: process.execPath, args: [packagePath('@coo-quack/calc-mcp/dist/index.js')] };

/** A server of our own making that behaves as `behaviour` says. */
export const misbehaving = (behaviour: string) => ({
  command: process.execPath,
  args: [fileURLToPath(new URL('./misbehaving-server.mjs', import.meta.url)), behaviour],
});

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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
