const ROOM = 0.8;

/**
 * Hash tables, one a band, from a band's key to the texts that have it. A slot holds a key and the last text of its chain,
 * counted from 1 so that 0 is free; `previous` leads from each text to the one before it with the same key.
 */
export class BandBuckets {
  readonly #bands: number;
  #capacity: number;
  #slots: Int32Array;
  #previous: Int32Array;
  #size = 0;
  /** Where the latest `find` ended in each band. */
  readonly #found: Int32Array;
  /** The chains that `find` still walks: the band of each and the next text in it, from 1. */
  readonly #walked: Int32Array;
  readonly #next: Int32Array;

  constructor(bands: number, expected: number) {
    this.#bands = bands;
    this.#capacity = 2 ** Math.ceil(Math.log2(Math.max(expected / ROOM, 64)));
    this.#slots = new Int32Array(bands * this.#capacity * 2);
    this.#previous = new Int32Array(Math.max(expected, 64) * bands);
    this.#found = new Int32Array(bands);
    this.#walked = new Int32Array(bands);
    this.#next = new Int32Array(bands);
  }

  /** Calls `look` with each text that shares a key in its band; with one that shares several, several times. */
  find(keys: Int32Array, look: (id: number) => void): void {
    this.#locate(keys);
    const [slots, previous, bands] = [this.#slots, this.#previous, this.#bands];
    const [walked, next] = [this.#walked, this.#next];
    let chains = 0;
    for (let band = 0; band < bands; band++) {
      const id = slots[(this.#found[band] as number) + 1] as number;
      if (id === 0) continue;
      walked[chains] = band;
      next[chains++] = id;
    }
    // All chains take a step in turn, so that their cache misses overlap too.
    while (chains > 0) {
      let left = 0;
      for (let chain = 0; chain < chains; chain++) {
        const [band, id] = [walked[chain] as number, next[chain] as number];
        look(id - 1);
        const before = previous[(id - 1) * bands + band] as number;
        if (before === 0) continue;
        walked[left] = band;
        next[left++] = before;
      }
      chains = left;
    }
  }

  add(keys: Int32Array): void {
    if (this.#size > this.#capacity * ROOM) this.#grow();
    if ((this.#size + 1) * this.#bands > this.#previous.length) {
      const longer = new Int32Array(this.#previous.length * 2);
      longer.set(this.#previous);
      this.#previous = longer;
    }
    this.#locate(keys);
    for (let band = 0; band < this.#bands; band++) {
      const slot = this.#found[band] as number;
      this.#slots[slot] = keys[band] as number;
      this.#previous[this.#size * this.#bands + band] = this.#slots[slot + 1] as number;
      this.#slots[slot + 1] = this.#size + 1;
    }
    this.#size++;
  }

  /** All slots are found before any chain is walked, so that their cache misses overlap. */
  #locate(keys: Int32Array): void {
    const [slots, found, mask] = [this.#slots, this.#found, this.#capacity - 1];
    for (let band = 0; band < keys.length; band++) found[band] = slotOf(slots, band, mask, keys[band] as number);
  }

  #grow(): void {
    const [old, oldCapacity] = [this.#slots, this.#capacity];
    this.#capacity *= 2;
    this.#slots = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] === 0) continue;
      const slot = slotOf(this.#slots, Math.floor(at / (2 * oldCapacity)), this.#capacity - 1, old[at] as number);
      this.#slots[slot] = old[at] as number;
      this.#slots[slot + 1] = old[at + 1] as number;
    }
  }
}

/** The slot of a key in a band's table: its own, or the free one where it would go (linear probing). */
function slotOf(slots: Int32Array, band: number, mask: number, key: number): number {
  const base = band * (mask + 1);
  let slot = base + (key & mask);
  while (slots[slot * 2 + 1] !== 0 && slots[slot * 2] !== key) slot = base + ((slot + 1) & mask);
  return slot * 2;
}
