import { ImaginariumError } from '@imaginarium/contracts';
import { BandBuckets } from './band-buckets.ts';
import { type Bands, chooseBands } from './bands.ts';
import { Outlines } from './outlines.ts';
import { mix, ShingleSet } from './shingle-set.ts';
import { writeSignature } from './signature.ts';

export const DEFAULT_THRESHOLD = 0.4;
/** Up to this many texts all are compared: quicker than hashing into bands, and exact. */
const COMPARE_ALL_UP_TO = 256;
const NONE = -1;

export interface NearDuplicateOptions {
  /** Least Jaccard of character 5-grams that makes two texts near-duplicates, in (0, 1]. @default 0.4 */
  readonly threshold?: number;
}

export interface Neighbour {
  /** The number that `add` gave. */
  readonly id: number;
  /** The exact Jaccard, at or above the threshold. */
  readonly similarity: number;
}

export interface NearDuplicateIndex {
  /** Number of texts added. */
  readonly size: number;
  /** Adds a text, and gives its number, counted from 0. */
  add(text: string): number;
  /** The most similar text at or above the threshold, the earliest of equals; undefined when there is none. */
  nearest(text: string): Neighbour | undefined;
  /** All texts found at or above the threshold, in no order. */
  neighbours(text: string): Neighbour[];
}

/**
 * An in-memory index of near-duplicates: MinHash signatures cut into bands propose, outlines rule most out, exact Jaccard decides. Up to 256 texts
 * every pair is compared; beyond, a near pair may be missed when it lies just above the threshold (see `chooseBands`).
 * What is reported is always right. Deterministic. Memory: about 4 bytes a shingle and 0.6 KB a text.
 * @param options.expected texts that will be added: reserves room, and past 20,000 trades recall for speed. @default 1024
 * @throws ImaginariumError `config/threshold`
 */
export function createNearDuplicateIndex(
  options: NearDuplicateOptions & { readonly expected?: number } = {},
): NearDuplicateIndex {
  const threshold = options.threshold ?? DEFAULT_THRESHOLD;
  if (!(threshold > 0 && threshold <= 1)) {
    throw new ImaginariumError({
      code: 'config/threshold',
      message: `The near-duplicate threshold is ${threshold}; it must lie in (0, 1].`,
      hint: `Leave it out for ${DEFAULT_THRESHOLD}.`,
    });
  }
  const expected = Math.max(options.expected ?? 1024, 1);
  const shingles = new ShingleSet();
  const sketch = createSketch(chooseBands(threshold, expected));
  const buckets = new BandBuckets(sketch.keys.length, expected);
  /** The shingles of all texts, one after the other: text `id` owns [starts[id], starts[id + 1]). */
  let stored = new Uint32Array(expected * 64);
  let starts = new Float64Array(expected + 1);
  const outlines = new Outlines(expected);
  let [size, visit] = [0, 0];
  let loaded: string | undefined;
  let sketched = false;

  function load(text: string): void {
    if (text === loaded) return;
    shingles.load(text);
    outlines.load(shingles);
    loaded = text;
    sketched = false;
  }

  function keys(): Int32Array {
    if (!sketched) sketch.write(shingles);
    sketched = true;
    return sketch.keys;
  }

  /** Exact Jaccard with a stored text, or -1 when it is below `least`. */
  function compare(id: number, least: number): number {
    const otherSize = outlines.sizeOf(id);
    const sum = shingles.size + otherSize;
    // J >= least exactly when shared >= least / (1 + least) * sum; one less where rounding could reach too high.
    const needed = Math.ceil((least / (1 + least)) * sum - 1e-6);
    if (needed > Math.min(shingles.size, otherSize) || !outlines.mayShare(id, needed)) return NONE;
    const from = starts[id] as number;
    const shared = shingles.countShared(stored, from, from + otherSize, needed);
    return shared < 0 ? NONE : shared / (sum - shared);
  }

  function forEachCandidate(look: (id: number) => void): void {
    if (size <= COMPARE_ALL_UP_TO) {
      for (let id = 0; id < size; id++) look(id);
      return;
    }
    // Texts that meet in several bands are compared once.
    visit = (visit + 1) | 0;
    buckets.find(keys(), (id) => {
      if (outlines.isFirstVisit(id, visit)) look(id);
    });
  }

  return {
    get size() {
      return size;
    },
    add(text) {
      load(text);
      const [from, to] = [starts[size] as number, (starts[size] as number) + shingles.size];
      if (to > stored.length) stored = grown(stored, new Uint32Array(Math.max(stored.length * 2, to)));
      if (size + 2 > starts.length) starts = grown(starts, new Float64Array(starts.length * 2));
      stored.set(shingles.hashes.subarray(0, shingles.size), from);
      starts[size + 1] = to;
      outlines.add(size);
      buckets.add(keys());
      return size++;
    },
    nearest(text) {
      load(text);
      let [best, similarity] = [NONE, threshold];
      forEachCandidate((id) => {
        if (similarity === 1 && best !== NONE && best < id) return;
        const found = compare(id, similarity);
        if (found < similarity || (found === similarity && best !== NONE && best < id)) return;
        [best, similarity] = [id, found];
      });
      return best === NONE ? undefined : { id: best, similarity };
    },
    neighbours(text) {
      load(text);
      const found: Neighbour[] = [];
      forEachCandidate((id) => {
        const similarity = compare(id, threshold);
        if (similarity >= threshold) found.push({ id, similarity });
      });
      return found;
    },
  };
}

function createSketch({ bands, rows }: Bands) {
  const signature = new Int32Array(bands * rows);
  const keys = new Int32Array(bands);
  return {
    keys,
    /** One key a band: equal when all rows of the band are. */
    write(shingles: ShingleSet): void {
      writeSignature(shingles, signature);
      for (let band = 0; band < bands; band++) {
        let key = band;
        for (let row = 0; row < rows; row++) {
          key = (Math.imul(key, 0x9e3779b1) + (signature[band * rows + row] as number)) | 0;
        }
        keys[band] = mix(key);
      }
    },
  };
}

function grown<A extends Uint32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
