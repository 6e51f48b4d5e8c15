import { type Embedder, type EmbeddingStore, sha256 } from '@imaginarium/contracts';

const BATCH_SIZE = 128;

/**
 * Answers from the store and puts what it must ask for there, a batch at a time: what was paid before a kill is not paid again.
 * A text that is asked for twice is sent once.
 */
export function withEmbeddingCache(embedder: Embedder, store: EmbeddingStore): Embedder {
  const { batchSize = BATCH_SIZE } = embedder;
  const keyOf = (text: string) => sha256(`${embedder.id}\n${text}`);
  return {
    ...embedder,
    embed: async (texts, options) => {
      const vectors = new Map<string, Float32Array>();
      const missing: string[] = [];
      for (const text of new Set(texts)) {
        const stored = store.get(keyOf(text));
        if (stored === undefined) missing.push(text);
        else vectors.set(text, stored);
      }
      for (let at = 0; at < missing.length; at += batchSize) {
        const batch = missing.slice(at, at + batchSize);
        const paid = await embedder.embed(batch, options);
        for (const [index, text] of batch.entries()) vectors.set(text, paid[index] as Float32Array);
        await Promise.all(batch.map((text, index) => store.put(keyOf(text), paid[index] as Float32Array)));
      }
      return texts.map((text) => vectors.get(text) as Float32Array);
    },
  };
}
