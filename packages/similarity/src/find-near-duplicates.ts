import { createNearDuplicateIndex, type NearDuplicateOptions } from './near-duplicate-index.ts';

export interface NearDuplicate {
  /** Place of the later text. */
  readonly index: number;
  /** Place of the kept text that it repeats: always smaller than `index`. */
  readonly of: number;
  /** Their exact Jaccard, at or above the threshold. */
  readonly similarity: number;
}

/**
 * Goes through the texts in order, keeps each that is near none kept before, and reports the others with the
 * nearest kept text. What is left when they are removed holds no pair that the index would call near.
 * @throws ImaginariumError `config/threshold`
 */
export function findNearDuplicates(texts: readonly string[], options: NearDuplicateOptions = {}): NearDuplicate[] {
  const index = createNearDuplicateIndex({ ...options, expected: texts.length });
  const kept: number[] = [];
  const duplicates: NearDuplicate[] = [];
  for (const [place, text] of texts.entries()) {
    const nearest = index.nearest(text);
    if (nearest === undefined) {
      kept.push(place);
      index.add(text);
    } else {
      duplicates.push({ index: place, of: kept[nearest.id] as number, similarity: nearest.similarity });
    }
  }
  return duplicates;
}
