import type { Embedder } from '@imaginarium/contracts';

/** Looks the vector of a text up. @throws RangeError when it is none of the texts that were embedded */
export type VectorOf = (text: string) => Float32Array;

/** Embeds a set of texts with the first use, all together and once: an endpoint takes them in batches. */
export function embedOnce(
  embedder: Embedder,
  texts: Iterable<string>,
): (options?: { readonly signal?: AbortSignal }) => Promise<VectorOf> {
  let embedding: Promise<VectorOf> | undefined;
  const embedAll = async (options?: { readonly signal?: AbortSignal }): Promise<VectorOf> => {
    const unique = [...new Set(texts)];
    const vectors = await embedder.embed(unique, options);
    const byText = new Map(unique.map((text, at) => [text, vectors[at]]));
    return (text) => {
      const vector = byText.get(text);
      if (vector === undefined) throw new RangeError(`"${text.slice(0, 80)}" was not embedded`);
      return vector;
    };
  };
  return (options) => {
    embedding ??= embedAll(options);
    return embedding;
  };
}

/** Cosine of two vectors of length 1. */
export function similarityOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}

/** The most similar first, at most `count`; of equally similar ones the earlier. */
export function nearest<T>(candidates: readonly T[], count: number, similarity: (candidate: T) => number): T[] {
  const scored = candidates.map((candidate) => ({ candidate, score: similarity(candidate) }));
  scored.sort((a, b) => b.score - a.score);
  return scored.slice(0, count).map(({ candidate }) => candidate);
}
