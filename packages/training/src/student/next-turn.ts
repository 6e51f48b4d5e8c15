/** Lets the event loop run, so that a server stays alive and a signal is heard. @throws the signal's reason */
export async function nextTurn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}
