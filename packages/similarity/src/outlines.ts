import type { ShingleSet } from './shingle-set.ts';

/** Words a text: 64 bytes, so that all that decides about most candidates comes with one cache line. */
const WORDS = 16;
const VISIT = 0;
const SIZE = 1;
/** Shingles whose bit another shingle of the text had set before. */
const REPEATS = 2;
const BITS = 3;
const BIT_WORDS = WORDS - BITS;

/**
 * What is known of each text without its shingles: how many there are, and a bitmap in which each sets one of 416 bits. Two texts share at
 * most as many shingles as their bitmaps share bits, and the repeats of either: a bound that rules nothing near out.
 */
export class Outlines {
  #words: Int32Array;
  /** The outline of the text that is looked for. */
  readonly #own = new Int32Array(WORDS);

  constructor(expected: number) {
    this.#words = new Int32Array(Math.max(expected, 64) * WORDS);
  }

  /** Takes the shingles of the text that `add` and `mayShare` are about. */
  load({ hashes, size }: ShingleSet): void {
    const own = this.#own;
    own.fill(0);
    let repeats = 0;
    for (let at = 0; at < size; at++) {
      const hash = hashes[at] as number;
      // The highest bits choose the word, others the bit.
      const word = BITS + (((hash >>> 16) * BIT_WORDS) >>> 16);
      const before = own[word] as number;
      const after = before | (1 << (hash & 31));
      if (after === before) repeats++;
      own[word] = after;
    }
    own[SIZE] = size;
    own[REPEATS] = repeats;
  }

  add(id: number): void {
    if ((id + 1) * WORDS > this.#words.length) {
      const longer = new Int32Array(this.#words.length * 2);
      longer.set(this.#words);
      this.#words = longer;
    }
    this.#words.set(this.#own, id * WORDS);
  }

  /** Whether a text has not been met since `visit` began. */
  isFirstVisit(id: number, visit: number): boolean {
    const at = id * WORDS + VISIT;
    if (this.#words[at] === visit) return false;
    this.#words[at] = visit;
    return true;
  }

  sizeOf(id: number): number {
    return this.#words[id * WORDS + SIZE] as number;
  }

  /** Whether the loaded text and a stored one may have so many shingles in common; false only when they cannot. */
  mayShare(id: number, needed: number): boolean {
    const [words, own, base] = [this.#words, this.#own, id * WORDS];
    let most = Math.min(own[REPEATS] as number, words[base + REPEATS] as number);
    for (let word = BITS; word < WORDS; word++) {
      most += countBits((own[word] as number) & (words[base + word] as number));
    }
    return most >= needed;
  }
}

/** Ones of a 32-bit number, by adding ever wider fields. */
function countBits(value: number): number {
  let fields = value - ((value >>> 1) & 0x5555_5555);
  fields = (fields & 0x3333_3333) + ((fields >>> 2) & 0x3333_3333);
  return Math.imul((fields + (fields >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
