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

/** Cosine of two vectors of length 1. Four sums, so that none waits for the one before. */
export function similarityOf(a: Float32Array, b: Float32Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let at = 0; at < whole; at += 4) {
    first += (a[at] as number) * (b[at] as number);
    second += (a[at + 1] as number) * (b[at + 1] as number);
    third += (a[at + 2] as number) * (b[at + 2] as number);
    fourth += (a[at + 3] as number) * (b[at + 3] as number);
  }
  for (let at = whole; at < a.length; at++) first += (a[at] as number) * (b[at] as number);
  return first + second + third + fourth;
}

/** The most similar first, at most `count`; of equally similar ones the earlier. */
export function nearest<T>(candidates: readonly T[], count: number, similarity: (candidate: T) => number): T[] {
  const best: { readonly candidate: T; readonly score: number }[] = [];
  for (const candidate of candidates) {
    const score = similarity(candidate);
    const at = best.findLastIndex((other) => other.score >= score) + 1;
    if (at >= count) continue;
    best.splice(at, 0, { candidate, score });
    best.length = Math.min(best.length, count);
  }
  return best.map(({ candidate }) => candidate);
}
