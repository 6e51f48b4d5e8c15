import { type Embedder, hashOf, ImaginariumError, type PredictionHeader, type TestItem } from '@imaginarium/contracts';
import { normaliseText } from '../strict/normalise-text.ts';
import { embedOnce, nearest, similarityOf } from '../tool-set/nearest.ts';

export interface DemonstrationOptions {
  /** Training queries with their calls: `readTestSet(location, {split: 'train'})`. */
  readonly training: readonly TestItem[];
  /** The items that will be asked. */
  readonly items: readonly TestItem[];
  readonly embedder: Embedder;
  /** @default 8 (method §2) */
  readonly count?: number;
}

/** Chooses the training examples that are shown before a query (in-context learning). */
export interface Demonstrations {
  readonly header: NonNullable<PredictionHeader['demonstrations']>;
  /** Training examples to choose from. */
  readonly pool: readonly TestItem[];
  /** Training queries that are test queries: never shown. */
  readonly contaminated: readonly TestItem[];
  /** The most similar last, nearest to the query. @throws ImaginariumError of the embedder */
  for(item: TestItem, options?: { readonly signal?: AbortSignal }): Promise<readonly TestItem[]>;
}

/**
 * The examples whose queries are most like an item's, by cosine (method §2). Of equal training queries (case, white space and
 * marks aside) the first is kept; one that equals any test query is kept out; one that has no call, or that continues a
 * conversation, demonstrates nothing.
 * @throws ImaginariumError `input/demonstrations` when nothing is left to show
 */
export function createDemonstrations(options: DemonstrationOptions): Demonstrations {
  const { training, items, embedder, count = 8 } = options;
  const asked = new Set(items.map(({ query }) => normaliseText(query)));
  const unique = new Map<string, TestItem>();
  for (const item of training) {
    const key = normaliseText(item.query);
    if (item.calls.length > 0 && item.context === undefined && !unique.has(key)) unique.set(key, item);
  }
  const pool: TestItem[] = [];
  const contaminated: TestItem[] = [];
  for (const [key, item] of unique) (asked.has(key) ? contaminated : pool).push(item);
  if (pool.length === 0)
    throw new ImaginariumError({
      code: 'input/demonstrations',
      message: `None of the ${training.length} training rows can be shown as a demonstration: ${contaminated.length} are test queries, the others have no call.`,
      hint: 'Give the training examples of a run, or a JSONL of queries with their calls.',
    });

  const embed = embedOnce(
    embedder,
    [...pool, ...items].map(({ query }) => query),
  );
  let compared: { readonly item: TestItem; readonly vector: Float32Array }[] | undefined;
  return {
    header: { count, hash: hashOf(pool.map(({ query, calls }) => ({ query, calls }))), embeddings: embedder.id },
    pool,
    contaminated,
    for: async (item, call) => {
      const vectorOf = await embed(call);
      compared ??= pool.map((candidate) => ({ item: candidate, vector: vectorOf(candidate.query) }));
      const query = vectorOf(item.query);
      const near = nearest(compared, count, ({ vector }) => similarityOf(query, vector));
      return near.map((candidate) => candidate.item).reverse();
    },
  };
}
