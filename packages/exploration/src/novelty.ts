import { jaccardWith } from '@imaginarium/similarity';
import type { ExplorationConfig } from './exploration-config.ts';

/** 1 - similarity to the nearest earlier query, for each query in order; the first has novelty 1. */
export function noveltyOf(queries: readonly string[]): number[] {
  return queries.map((query, at) => {
    const similarity = jaccardWith(query);
    const nearest = queries.slice(0, at).reduce((most, earlier) => Math.max(most, similarity(earlier)), 0);
    return 1 - nearest;
  });
}

/** Whether the latest queries of a tool resemble the earlier ones so much that more trials would teach little. */
export function isNoveltyFlat(
  queries: readonly string[],
  stop: NonNullable<ExplorationConfig['noveltyStop']>,
): boolean {
  if (queries.length <= stop.window) return false;
  const latest = noveltyOf(queries).slice(-stop.window);
  return latest.reduce((sum, novelty) => sum + novelty, 0) / latest.length < stop.minimum;
}
