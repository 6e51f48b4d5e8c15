import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { createIsolate, type Isolate, type IsolateOptions } from './isolate.ts';

const module = new URL('../../test/executor/isolated/computations.mjs', import.meta.url);
const open: Isolate[] = [];
const isolate = (options: Partial<IsolateOptions> = {}) => {
  const created = createIsolate({ module, ...options });
  open.push(created);
  return created;
};
afterEach(async () => {
  for (const opened of open.splice(0)) await opened.close();
});

it('runs exports in one warm worker, in the order of asking', async () => {
  const computations = isolate();
  await computations.warm();
  expect(await computations.run('add', [2, 3])).toBe(5);
  expect(await Promise.all([1, 2, 3].map(() => computations.run('count', [])))).toEqual([1, 2, 3]);
  expect(await computations.run('nothing', [])).toBeNull();
});

it('stops an endless loop, replaces the worker and goes on', async () => {
  const computations = isolate({ timeoutMs: 200 });
  await computations.run('count', []);
  await expect(computations.run('loop', [])).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(await computations.run('count', [])).toBe(1);
});

it('turns thrown errors, unknown exports, floods and hoarded memory into errors', async () => {
  const computations = isolate({ timeoutMs: 20_000, memoryMb: 32, resultLimit: 1000 });
  await expect(computations.run('fail', ['division by zero'])).rejects.toThrow('division by zero');
  await expect(computations.run('absent', [])).rejects.toThrow('no function "absent"');
  await expect(computations.run('flood', [5000])).rejects.toThrow('too large');
  await expect(computations.run('hoard', [])).rejects.toThrow('memory');
  expect(await computations.run('add', [1, 1])).toBe(2);
});

it('gives the worker no environment variables', async () => {
  expect(await isolate().run('environment', [])).toBe(0);
});

it('stops when the caller aborts', async () => {
  const computations = isolate({ timeoutMs: 20_000 });
  await computations.warm();
  const controller = new AbortController();
  const running = computations.run('loop', [], { signal: controller.signal });
  setTimeout(() => controller.abort(new Error('enough')), 50);
  await expect(running).rejects.toThrow('enough');
});

it('says which module does not load, and refuses work once closed', async () => {
  const missing = isolate({ module: new URL('./absent.mjs', module) });
  await expect(missing.warm()).rejects.toMatchObject({ code: 'internal/isolate-module' });
  await missing.close();
  await missing.close();
  await expect(missing.run('add', [1, 2])).rejects.toMatchObject({ code: 'internal/isolate-closed' });
});

it('keeps its output to itself and never keeps the process alive, yet lets a run finish', async () => {
  const source = fileURLToPath(new URL('./isolate.ts', import.meta.url));
  const program = `
    import { createIsolate } from ${JSON.stringify(source)};
    const isolate = createIsolate({ module: new URL(${JSON.stringify(module.href)}) });
    await isolate.run('shout', []);
    console.log(await isolate.run('add', [20, 3]));
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@imaginarium/source', '--import', 'tsx', '--input-type=module', '-e', program],
    { cwd: fileURLToPath(new URL('../../', import.meta.url)), timeout: 25_000 },
  );
  expect(stdout.trim()).toBe('23');
});
