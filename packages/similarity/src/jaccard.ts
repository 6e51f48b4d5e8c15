import { ShingleSet } from './shingle-set.ts';

/**
 * Shared shingles over all shingles of two texts, in [0, 1]: 1 for texts equal after `normaliseText`.
 * Shingles are the distinct character 5-grams (UTF-16 code units), told apart by 32-bit hashes.
 */
export function jaccard(a: string, b: string): number {
  return jaccardWith(a)(b);
}

/** Loaded anew for each text that is compared. */
const other = new ShingleSet();

/** `jaccard` of one text with many. */
export function jaccardWith(text: string): (other: string) => number {
  const own = new ShingleSet().load(text);
  return (otherText) => {
    other.load(otherText);
    const shared = own.countShared(other.hashes, 0, other.size, 0);
    return shared / (own.size + other.size - shared);
  };
}
