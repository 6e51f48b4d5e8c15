import type { RecordRow } from './read-data-set.ts';

/** Lines named of each kind. */
const NAMED = 5;

/** Records by content: equal JSON is the same record, whatever the order of its keys. */
export interface RecordComparison {
  readonly a: number;
  readonly b: number;
  /** In both, in the same split. */
  readonly same: number;
  /** In both, in another split. */
  readonly moved: number;
  readonly lost: number;
  readonly added: number;
  /** Those in both as a share of all, 0 to 1; null when there are none at all. */
  readonly overlap: number | null;
  /** The first lines of A that B does not have, as `train:12`; and of B that A does not have. */
  readonly firstLost: readonly string[];
  readonly firstAdded: readonly string[];
}

/** Pairs equal records one to one, those of one split first; pure. */
export function compareRecords(a: readonly RecordRow[], b: readonly RecordRow[]): RecordComparison {
  const inSplit = pairOff(a, b, ({ hash, file }) => `${file} ${hash}`);
  const anywhere = pairOff(inSplit.left, inSplit.right, ({ hash }) => hash);
  const [lost, added] = [anywhere.left, anywhere.right];
  const both = inSplit.pairs + anywhere.pairs;
  const all = both + lost.length + added.length;
  const nameOf = ({ file, line }: RecordRow) => `${file}:${line}`;
  return {
    a: a.length,
    b: b.length,
    same: inSplit.pairs,
    moved: anywhere.pairs,
    lost: lost.length,
    added: added.length,
    overlap: all === 0 ? null : both / all,
    firstLost: lost.slice(0, NAMED).map(nameOf),
    firstAdded: added.slice(0, NAMED).map(nameOf),
  };
}

/** Takes away one of B for each of A with the same key; what is left of both keeps its order. */
function pairOff(a: readonly RecordRow[], b: readonly RecordRow[], keyOf: (row: RecordRow) => string) {
  const open = new Map<string, number>();
  for (const row of b) open.set(keyOf(row), (open.get(keyOf(row)) ?? 0) + 1);
  const paired = new Map<string, number>();
  const left = a.filter((row) => {
    const key = keyOf(row);
    const remaining = open.get(key) ?? 0;
    if (remaining === 0) return true;
    open.set(key, remaining - 1);
    paired.set(key, (paired.get(key) ?? 0) + 1);
    return false;
  });
  const right = b.filter((row) => {
    const key = keyOf(row);
    const remaining = paired.get(key) ?? 0;
    if (remaining > 0) paired.set(key, remaining - 1);
    return remaining === 0;
  });
  return { pairs: a.length - left.length, left, right };
}
