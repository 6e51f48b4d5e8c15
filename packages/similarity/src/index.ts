export { clusterNearDuplicates } from './cluster-near-duplicates.ts';
export { findNearDuplicates, type NearDuplicate } from './find-near-duplicates.ts';
export { jaccard, jaccardWith, type Shingles, shinglesOf } from './jaccard.ts';
export {
  createNearDuplicateIndex,
  type NearDuplicateIndex,
  type NearDuplicateOptions,
  type Neighbour,
} from './near-duplicate-index.ts';
export { normaliseText } from './normalise-text.ts';
