const silent = () => {};

/**
 * The client library, loaded with the first call. It tells the console which provider it chose: nothing but the command itself
 * writes there.
 */
export async function loadInference(): Promise<typeof import('@huggingface/inference')> {
  const inference = await import('@huggingface/inference');
  inference.setLogger({ debug: silent, info: silent, log: silent, warn: silent, error: silent });
  return inference;
}
