import {
  canonicalJson,
  createRandom,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  toPointerPart,
} from '@imaginarium/contracts';

/** Numbers are compared by equal shares of both samples together, that many of them. */
const SHARES = 8;
const TOP = 3;
const DIVISIONS = 19;
/** Texts of which more than this share is said once are names and phrases: their lengths are compared, not they themselves. */
const MOSTLY_DISTINCT = 0.5;

/** The values that one argument has in the calls of a tool. */
export interface ValueSummary {
  /** Values; an array counts with every item. */
  readonly count: number;
  /** Share of the tool's calls that have the argument. */
  readonly present: number;
  /** Distinct values as a share of all. */
  readonly distinct: number;
  /** The most frequent, three at most. */
  readonly top: readonly { readonly value: JsonValue; readonly count: number }[];
  /** Null unless all values are numbers. */
  readonly range: { readonly low: number; readonly median: number; readonly high: number } | null;
}

export interface ArgumentComparison {
  readonly tool: string;
  /** JSON pointer into the arguments, `*` for the items of an array. */
  readonly path: string;
  readonly a: ValueSummary | null;
  readonly b: ValueSummary | null;
  /** What was compared: the values, numbers in bins of equal shares, or lengths of texts so. Null where one has none. */
  readonly by: 'value' | 'number' | 'length' | null;
  /** Jensen-Shannon divergence in bits: 0 the same, 1 nothing in common. */
  readonly distance: number | null;
  /**
   * The greatest distance of 19 random divisions of both samples together into two of their sizes: one distribution exceeds it once in
   * 20 times (a permutation test). Values of paraphrases, which are their seed's, count as if they were each a draw of their own.
   */
  readonly chance: number | null;
}

/** Compares the values of every argument of a tool between two sets of its calls; pure. */
export function compareValues(tool: string, a: readonly JsonObject[], b: readonly JsonObject[]): ArgumentComparison[] {
  const [left, right] = [leavesOf(a), leavesOf(b)];
  return [...new Set([...left.keys(), ...right.keys()])].map((path) => {
    const [these, those] = [left.get(path), right.get(path)];
    const both = these && those ? distanceOf(these.values, those.values) : { by: null, distance: null, chance: null };
    return {
      tool,
      path,
      a: these ? summarise(these, a.length) : null,
      b: those ? summarise(those, b.length) : null,
      ...both,
    };
  });
}

interface Leaves {
  readonly values: JsonValue[];
  /** Calls that have it. */
  calls: number;
}

function leavesOf(calls: readonly JsonObject[]): Map<string, Leaves> {
  const found = new Map<string, Leaves>();
  for (const call of calls) {
    const here = new Set<string>();
    const visit = (value: JsonValue, path: string): void => {
      if (Array.isArray(value) && value.length > 0) for (const item of value) visit(item, `${path}/*`);
      else if (isJsonObject(value) && (path === '' || Object.keys(value).length > 0))
        for (const [name, member] of Object.entries(value)) visit(member, `${path}/${toPointerPart(name)}`);
      else {
        const leaves = found.get(path) ?? { values: [], calls: 0 };
        found.set(path, leaves);
        leaves.values.push(value);
        here.add(path);
      }
    };
    visit(call, '');
    for (const path of here) (found.get(path) as Leaves).calls++;
  }
  return found;
}

function summarise({ values, calls }: Leaves, all: number): ValueSummary {
  const counts = countBy(values.map((value) => canonicalJson(value)));
  const top = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, TOP);
  return {
    count: values.length,
    present: calls / all,
    distinct: counts.size / values.length,
    top: top.map(([value, count]) => ({ value: JSON.parse(value) as JsonValue, count })),
    range: rangeOf(values),
  };
}

function rangeOf(values: readonly JsonValue[]): ValueSummary['range'] {
  if (!values.every((value) => typeof value === 'number')) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] as number;
  const [last, half] = [sorted.length - 1, Math.floor(sorted.length / 2)];
  return { low: at(0), median: sorted.length % 2 ? at(half) : (at(half - 1) + at(half)) / 2, high: at(last) };
}

function distanceOf(a: readonly JsonValue[], b: readonly JsonValue[]) {
  const both = [...a, ...b];
  const isNumbers = both.every((value) => typeof value === 'number');
  const isTexts = both.every((value) => typeof value === 'string');
  const distinct = new Set(both.map((value) => canonicalJson(value))).size / both.length;
  const by = isNumbers ? 'number' : isTexts && distinct > MOSTLY_DISTINCT ? 'length' : 'value';
  const size = (value: JsonValue) => (typeof value === 'string' ? value.length : Number(value));
  const edges = by === 'value' ? [] : edgesOf(both.map(size));
  const kinds = both.map((value) =>
    by === 'value' ? canonicalJson(value) : String(edges.filter((edge) => size(value) > edge).length),
  );
  const random = createRandom('compare values');
  const divergenceOf = (all: readonly string[]) => divergence(all.slice(0, a.length), all.slice(a.length));
  const byChance = Array.from({ length: DIVISIONS }, () => divergenceOf(random.shuffle(kinds)));
  return { by, distance: divergenceOf(kinds), chance: Math.max(...byChance) } as const;
}

/** Jensen-Shannon divergence of two samples, each with half the weight, in bits (Lin, 1991). */
function divergence(a: readonly string[], b: readonly string[]): number {
  const [p, q] = [countBy(a), countBy(b)];
  let sum = 0;
  for (const kind of new Set([...p.keys(), ...q.keys()])) {
    const [x, y] = [(p.get(kind) ?? 0) / a.length, (q.get(kind) ?? 0) / b.length];
    for (const share of [x, y]) if (share > 0) sum += (share / 2) * Math.log2((2 * share) / (x + y));
  }
  return Math.min(1, Math.max(0, sum));
}

/** Bounds of bins that hold about equal shares; fewer where values repeat. */
function edgesOf(numbers: readonly number[]): number[] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const edges = Array.from({ length: SHARES - 1 }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / SHARES)]);
  return [...new Set(edges)] as number[];
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
