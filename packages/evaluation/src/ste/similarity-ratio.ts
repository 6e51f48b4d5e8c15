/** A text as code points, which is what Python compares; JavaScript's own units differ outside the basic plane. */
export type CodePoints = readonly number[];

export function codePointsOf(text: string): CodePoints {
  return Array.from(text, (character) => character.codePointAt(0) as number);
}

/** What one text is compared with many others by: where each of its code points stands. */
export interface Sequence {
  readonly points: CodePoints;
  /** Ascending positions by code point, without those too frequent to begin a match. */
  readonly positions: ReadonlyMap<number, readonly number[]>;
}

/** In a text of this length or more, a code point that makes up over 1 % (plus one) begins no match. */
const AUTOJUNK_LENGTH = 200;

export function sequenceOf(points: CodePoints): Sequence {
  const positions = new Map<number, number[]>();
  for (const [index, point] of points.entries()) {
    const known = positions.get(point);
    if (known) known.push(index);
    else positions.set(point, [index]);
  }
  if (points.length >= AUTOJUNK_LENGTH) {
    const most = Math.floor(points.length / 100) + 1;
    for (const [point, { length }] of positions) if (length > most) positions.delete(point);
  }
  return { points, positions };
}

/**
 * The number that CPython's `difflib.SequenceMatcher(None, a, b).ratio()` gives, to the last bit: twice the matched code
 * points over the length of both, 0 to 1, and 1 for two empty texts. Matched is what the longest common block holds (of
 * equally long ones that which begins first in `a`, then in `b`) and, recursively, what lies before and after it. Not
 * symmetric: blocks grow from positions in `b`, to which the autojunk rule applies.
 *
 * Own code: the ports on npm (`difflib`, `difflib-ts`) give the same for plain texts, but compare UTF-16 units and are
 * without upkeep.
 * Source: docs.python.org/3/library/difflib.html; held to python3 by the tests.
 */
export function similarityRatio(a: CodePoints, b: Sequence): number {
  const both = a.length + b.points.length;
  return both === 0 ? 1 : (2 * matchedPoints(a, b)) / both;
}

function matchedPoints(a: CodePoints, b: Sequence): number {
  const pending: (readonly [number, number, number, number])[] = [[0, a.length, 0, b.points.length]];
  // Both rows are all zeros between two searches; one is read while the other is written.
  const rows: readonly [Uint32Array, Uint32Array] = [
    new Uint32Array(b.points.length + 1),
    new Uint32Array(b.points.length + 1),
  ];
  let matched = 0;
  for (let range = pending.pop(); range; range = pending.pop()) {
    const [aFrom, aTo, bFrom, bTo] = range;
    const block = longestBlock(a, b, range, rows);
    if (block.size === 0) continue;
    matched += block.size;
    if (aFrom < block.a && bFrom < block.b) pending.push([aFrom, block.a, bFrom, block.b]);
    const aEnd = block.a + block.size;
    const bEnd = block.b + block.size;
    if (aEnd < aTo && bEnd < bTo) pending.push([aEnd, aTo, bEnd, bTo]);
  }
  return matched;
}

interface Block {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

function longestBlock(
  a: CodePoints,
  { points, positions }: Sequence,
  [aFrom, aTo, bFrom, bTo]: readonly [number, number, number, number],
  [first, second]: readonly [Uint32Array, Uint32Array],
): Block {
  let best = { a: aFrom, b: bFrom, size: 0 };
  // previous[j + 1]: length of the match that ends with a[i - 1] and points[j].
  let previous = first;
  let current = second;
  let before: readonly number[] = [];
  for (let i = aFrom; i < aTo; i++) {
    const at = positions.get(a[i] as number) ?? [];
    for (const j of at) {
      if (j < bFrom) continue;
      if (j >= bTo) break;
      const size = (previous[j] as number) + 1;
      current[j + 1] = size;
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    for (const j of before) previous[j + 1] = 0;
    before = at;
    [previous, current] = [current, previous];
  }
  for (const j of before) previous[j + 1] = 0;
  return grown(best, a, points, [aFrom, aTo, bFrom, bTo]);
}

/** The block with the equal code points beside it that were too frequent to begin a match. */
function grown(
  block: Block,
  a: CodePoints,
  b: CodePoints,
  [aFrom, aTo, bFrom, bTo]: readonly [number, number, number, number],
): Block {
  let { a: aStart, b: bStart } = block;
  let aEnd = aStart + block.size;
  let bEnd = bStart + block.size;
  while (aStart > aFrom && bStart > bFrom && a[aStart - 1] === b[bStart - 1]) {
    aStart--;
    bStart--;
  }
  while (aEnd < aTo && bEnd < bTo && a[aEnd] === b[bEnd]) {
    aEnd++;
    bEnd++;
  }
  return { a: aStart, b: bStart, size: aEnd - aStart };
}
