/** The port that sentence embeddings stand behind. */
export interface Embedder {
  /** Names model and version: vectors of two ids are not comparable. */
  readonly id: string;
  /**
   * One vector a text, in order, all of one length, each of Euclidean length 1 (so that a dot product is the cosine); a text
   * that nothing is known of gives a vector of zeros.
   * @throws ImaginariumError `endpoint/…`, `secret/…`, `budget/…`, `interrupted/aborted`
   */
  embed(texts: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<Float32Array[]>;
}
