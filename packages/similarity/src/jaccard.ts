import { ShingleSet } from './shingle-set.ts';

/**
 * Shared shingles over all shingles of two texts, in [0, 1]: 1 for texts equal after `normaliseText`.
 * Shingles are the distinct character 5-grams (UTF-16 code units), told apart by 32-bit hashes.
 */
export function jaccard(a: string, b: string): number {
  const [left, right] = [new ShingleSet().load(a), new ShingleSet().load(b)];
  const shared = left.countShared(right.hashes, 0, right.size, 0);
  return shared / (left.size + right.size - shared);
}
