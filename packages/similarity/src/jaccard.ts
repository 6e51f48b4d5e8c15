import { ShingleSet } from './shingle-set.ts';

/**
 * Shared shingles over all shingles of two texts, in [0, 1]: 1 for texts equal after `normaliseText`.
 * Shingles are the distinct character 5-grams (UTF-16 code units), told apart by 32-bit hashes.
 */
export function jaccard(a: string, b: string): number {
  return jaccardWith(a)(b);
}

/** The distinct shingles of a text that is compared many times, as 32-bit hashes. */
export type Shingles = Uint32Array;

/** Loaded anew for each text. */
const loaded = new ShingleSet();

/** Makes the shingles of a text once. */
export function shinglesOf(text: string): Shingles {
  const { hashes, size } = loaded.load(text);
  return hashes.slice(0, size);
}

/** `jaccard` of one text with many: texts, or shingles that were made of them. */
export function jaccardWith(text: string): (other: string | Shingles) => number {
  const own = new ShingleSet().load(text);
  return (other) => {
    const hashes = typeof other === 'string' ? loaded.load(other).hashes : other;
    const size = typeof other === 'string' ? loaded.size : other.length;
    const shared = own.countShared(hashes, 0, size, 0);
    return shared / (own.size + size - shared);
  };
}
