import { normaliseText } from './normalise-text.ts';

/** Length of a shingle in UTF-16 code units. */
export const SHINGLE_LENGTH = 5;
const BASE = 0x01000193;
const BASE_TO_LENGTH = Math.imul(Math.imul(Math.imul(Math.imul(BASE, BASE), BASE), BASE), BASE);

/**
 * The distinct character 5-grams of one normalised text, as 32-bit hashes. A text shorter than a shingle is one shingle.
 * Loaded again for each text, so that working through a corpus allocates nothing.
 */
export class ShingleSet {
  /** The distinct hashes, in order of first occurrence, up to `size`. */
  hashes: Uint32Array = new Uint32Array(256);
  size = 0;
  #slots: Uint32Array = new Uint32Array(1024);
  /** The load that filled a slot: older ones are free, so that loading need not clear the table. */
  #loads: Uint32Array = new Uint32Array(1024);
  #load = 0;

  load(text: string): this {
    const normal = normaliseText(text);
    this.#begin(Math.max(1, normal.length - SHINGLE_LENGTH + 1));
    let rolling = 0;
    for (let at = 0; at < normal.length; at++) {
      rolling = (Math.imul(rolling, BASE) + normal.charCodeAt(at) + 1) | 0;
      if (at >= SHINGLE_LENGTH) {
        rolling = (rolling - Math.imul(normal.charCodeAt(at - SHINGLE_LENGTH) + 1, BASE_TO_LENGTH)) | 0;
      }
      if (at >= SHINGLE_LENGTH - 1) this.#add(mix(rolling));
    }
    if (normal.length < SHINGLE_LENGTH) this.#add(mix(rolling));
    return this;
  }

  /** How many of `hashes[from, to)` this set holds; gives up with -1 when fewer than `needed` can be reached. */
  countShared(hashes: Uint32Array, from: number, to: number, needed: number): number {
    // Fields read once: this loop is where a search spends its time.
    const [slots, loads, load] = [this.#slots, this.#loads, this.#load];
    const mask = slots.length - 1;
    let misses = to - from - needed;
    for (let at = from; at < to; at++) {
      const hash = hashes[at] as number;
      let slot = hash & mask;
      while (loads[slot] === load && slots[slot] !== hash) slot = (slot + 1) & mask;
      if (loads[slot] !== load && --misses < 0) return -1;
    }
    return needed + misses;
  }

  #begin(atMost: number): void {
    if (atMost > this.hashes.length) this.hashes = new Uint32Array(atMost * 2);
    if (atMost * 2 > this.#slots.length) {
      const length = 2 ** Math.ceil(Math.log2(atMost * 4));
      this.#slots = new Uint32Array(length);
      this.#loads = new Uint32Array(length);
      this.#load = 0;
    }
    this.size = 0;
    if (++this.#load > 0xffff_ffff) {
      this.#loads.fill(0);
      this.#load = 1;
    }
  }

  #add(hash: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#loads[slot] === this.#load) {
      if (this.#slots[slot] === hash) return;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = hash;
    this.#loads[slot] = this.#load;
    this.hashes[this.size++] = hash;
  }
}

/** Spreads a 32-bit number over all its bits, one to one (the finaliser of MurmurHash3, A. Appleby). */
export function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
