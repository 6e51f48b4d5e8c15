import { Worker } from 'node:worker_threads';
import { ImaginariumError, type JsonValue } from '@imaginarium/contracts';
import { isolateWorkerSource } from './isolate-worker.ts';

export interface IsolateOptions {
  /** URL of a plain ESM module (`.mjs` or `.js`): workers of Node 20 cannot load TypeScript. */
  readonly module: URL;
  /** Milliseconds that one run may take, without the time to load the module. @default 2000 */
  readonly timeoutMs?: number;
  /** Megabytes of heap. @default 256 */
  readonly memoryMb?: number;
  /** Characters of JSON that a run may return. @default 1000000 */
  readonly resultLimit?: number;
}

/** A warm worker in which expressions that a model wrote can loop, recurse and allocate without harm. */
export interface Isolate {
  /** Resolves when the module is loaded. @throws ImaginariumError `internal/isolate-module` */
  warm(): Promise<void>;
  /**
   * Calls `exportName(...args)` in the worker; runs queue up, one at a time. The worker sees no environment variables.
   * @throws Error with the function's own message; a DOMException `TimeoutError` when it took too long (the worker is
   * replaced); the signal's reason when aborted.
   */
  run(exportName: string, args: readonly JsonValue[], options?: { readonly signal?: AbortSignal }): Promise<JsonValue>;
  /** Ends the worker. Safe to call twice. */
  close(): Promise<void>;
}

interface Warden {
  readonly worker: Worker;
  readonly ready: Promise<void>;
}

type Reply = { readonly id: number; readonly json: string } | { readonly id: number; readonly error: string };

/** Starts a persistent worker at the first use. It never keeps the process alive while it is idle. */
export function createIsolate(options: IsolateOptions): Isolate {
  const timeoutMs = options.timeoutMs ?? 2000;
  let warden: Warden | undefined;
  let closed = false;
  let nextId = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const awake = (): Warden => {
    if (closed) throw new ImaginariumError({ code: 'internal/isolate-closed', message: 'The isolate is closed.' });
    warden ??= start(options);
    return warden;
  };
  const discard = async (spent: Warden) => {
    if (warden === spent) warden = undefined;
    await spent.worker.terminate();
  };

  const warm = async () => {
    const { worker, ready } = awake();
    worker.ref();
    try {
      await ready;
    } finally {
      worker.unref();
    }
  };

  const runAlone = async (exportName: string, args: readonly JsonValue[], signal?: AbortSignal): Promise<JsonValue> => {
    signal?.throwIfAborted();
    await warm();
    const current = awake();
    const id = nextId++;
    current.worker.ref();
    try {
      return await settle(current.worker, { id, exportName, args }, timeoutMs, signal);
    } catch (thrown) {
      if (!(thrown instanceof RunFailure)) {
        await discard(current);
        // Replaced at once, so that the next run need not wait for the module.
        if (!closed) awake();
        throw thrown;
      }
      throw new Error(thrown.message);
    } finally {
      current.worker.unref();
    }
  };

  return {
    warm,
    run: (exportName, args, { signal } = {}) => {
      const result = queue.then(() => runAlone(exportName, args, signal));
      queue = result.catch(() => undefined);
      return result;
    },
    close: async () => {
      closed = true;
      if (warden) await discard(warden);
    },
  };
}

/** The function itself threw: the worker is sound. */
class RunFailure extends Error {}

function start(options: IsolateOptions): Warden {
  const worker = new Worker(isolateWorkerSource, {
    eval: true,
    env: {},
    execArgv: [],
    workerData: { module: options.module.href, resultLimit: options.resultLimit ?? 1_000_000 },
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb ?? 256 },
  });
  const broken = (message: string) =>
    new ImaginariumError({
      code: 'internal/isolate-module',
      message: `The isolated module ${options.module.href} did not load: ${message}`,
    });
  const ready = new Promise<void>((resolve, reject) => {
    worker.once('message', (first: { ready: boolean; error?: string }) =>
      first.ready ? resolve() : reject(broken(first.error ?? 'no reason given')),
    );
    worker.once('error', (error) => reject(broken(error.message)));
    worker.once('exit', () => reject(broken('the worker ended')));
  });
  // Whoever warms or runs sees the rejection; a replacement that nobody asks for must not end the process.
  ready.catch(() => undefined);
  worker.on('error', () => undefined);
  worker.unref();
  return { worker, ready };
}

function settle(
  worker: Worker,
  request: { id: number; exportName: string; args: readonly JsonValue[] },
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<JsonValue> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
      finish();
    };
    const onMessage = (reply: Reply) => {
      if (reply.id !== request.id) return;
      if ('json' in reply) end(() => resolve(JSON.parse(reply.json)));
      else end(() => reject(new RunFailure(reply.error)));
    };
    const onError = (error: Error) => end(() => reject(new Error(`the computation was stopped: ${error.message}`)));
    const onExit = () => end(() => reject(new Error('the computation was stopped: its worker ended')));
    const onAbort = () => end(() => reject(signal?.reason));
    const timer = setTimeout(
      () =>
        end(() =>
          reject(new DOMException(`the computation took longer than ${timeoutMs} ms and was stopped`, 'TimeoutError')),
        ),
      timeoutMs,
    );
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.postMessage(request);
  });
}
