import { createNearDuplicateIndex, type NearDuplicateOptions } from './near-duplicate-index.ts';
import { normaliseText } from './normalise-text.ts';

/**
 * Groups texts that are joined by a chain of near-duplicates, for splits across which nothing leaks.
 * @returns for each text the place of the first text of its cluster: equal numbers, same cluster
 * @throws ImaginariumError `config/threshold`
 */
export function clusterNearDuplicates(texts: readonly string[], options: NearDuplicateOptions = {}): Int32Array {
  const index = createNearDuplicateIndex({ ...options, expected: texts.length });
  const parents = Int32Array.from(texts, (_, place) => place);
  const rootOf = (place: number): number => {
    let root = place;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root] as number] as number;
      root = parents[root] as number;
    }
    return root;
  };
  const unite = (a: number, b: number): void => {
    const [first, second] = [rootOf(a), rootOf(b)];
    parents[Math.max(first, second)] = Math.min(first, second);
  };

  const firstWith = new Map<string, number>();
  const indexed: number[] = [];
  for (const [place, text] of texts.entries()) {
    const normal = normaliseText(text);
    const equal = firstWith.get(normal);
    if (equal !== undefined) {
      unite(equal, place);
      continue;
    }
    firstWith.set(normal, place);
    for (const { id } of index.neighbours(text)) unite(indexed[id] as number, place);
    index.add(text);
    indexed.push(place);
  }
  return parents.map((_, place) => rootOf(place));
}
