/** The port that sentence embeddings stand behind. */
export interface Embedder {
  /** Names model and version: vectors of two ids are not comparable. */
  readonly id: string;
  /** Texts that one call of the endpoint takes: who stores vectors asks for so many at a time. @default no bound */
  readonly batchSize?: number;
  /**
   * One vector a text, in order, all of one length, each of Euclidean length 1 (so that a dot product is the cosine); a text
   * that nothing is known of gives a vector of zeros.
   * @throws ImaginariumError `endpoint/…`, `secret/…`, `budget/…`, `interrupted/aborted`
   */
  embed(texts: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<Float32Array[]>;
}

/** Vectors that were paid for, by a hash of embedder and text. Never evicts. */
export interface EmbeddingStore {
  get(key: string): Float32Array | undefined;
  /** Resolves when no death of the process can lose the vector. */
  put(key: string, vector: Float32Array): Promise<void>;
}
