import { createIsolate, type Isolate } from '@imaginarium/tools';

let isolate: Isolate | undefined;

/** The worker in which expressions are read; started at first use and shared by the maths tools. */
export function mathsIsolate(): Isolate {
  isolate ??= createIsolate({ module: new URL('../../isolated/maths.mjs', import.meta.url), timeoutMs: 2000 });
  return isolate;
}

/** Ends the worker; a later call starts another. */
export async function closeMaths(): Promise<void> {
  const open = isolate;
  isolate = undefined;
  await open?.close();
}
