import { createRandom } from '@imaginarium/contracts';
import { mix, type ShingleSet } from './shingle-set.ts';

/** Times that each shingle is thrown into the bins: 4 leave 1 bin in 8 empty for a text of 50 shingles and 96 bins. */
const THROWS = 4;
const EMPTY = 0x7fff_ffff;
const random = createRandom('imaginarium/similarity/signature');
const MULTIPLIERS = Int32Array.from({ length: THROWS }, () => random.int(0x1_0000_0000) | 1);

/**
 * Writes the MinHash signature of a set into `signature`: two sets agree in a bin with the probability of their Jaccard.
 *
 * One-permutation hashing (Li, Owen & Zhang 2012): a hash falls into one bin and each bin keeps its least. A short text
 * leaves most bins empty, and filling them afterwards only repeats what is known; so each shingle is thrown several times
 * by independent hashes, which keeps the Jaccard and fills the bins. Bins still empty borrow from a bin chosen
 * by hashing (optimal densification, Shrivastava 2017).
 */
export function writeSignature(shingles: ShingleSet, signature: Int32Array): void {
  const bins = signature.length;
  const { hashes, size } = shingles;
  signature.fill(EMPTY);
  for (let nth = 0; nth < THROWS; nth++) {
    const multiplier = MULTIPLIERS[nth] as number;
    for (let at = 0; at < size; at++) {
      const thrown = Math.imul(hashes[at] as number, multiplier);
      const bin = ((thrown >>> 16) * bins) >>> 16;
      const value = Math.imul(thrown ^ (thrown >>> 15), 0x2c1b3c6d);
      if (value < (signature[bin] as number)) signature[bin] = value;
    }
  }
  fillEmptyBins(signature);
}

function fillEmptyBins(signature: Int32Array): void {
  const bins = signature.length;
  const borrowed: number[] = [];
  for (let bin = 0; bin < bins; bin++) {
    if (signature[bin] !== EMPTY) continue;
    let from = bin;
    for (let attempt = 1; signature[from] === EMPTY; attempt++) from = mix(attempt * bins + bin) % bins;
    borrowed.push(bin, signature[from] as number);
  }
  // Written last, so that an empty bin never borrows what another has borrowed.
  for (let at = 0; at < borrowed.length; at += 2) {
    signature[borrowed[at] as number] = borrowed[at + 1] as number;
  }
}
