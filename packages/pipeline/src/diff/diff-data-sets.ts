import { ImaginariumError } from '@imaginarium/contracts';
import { compareQueries, type QueryShares } from './compare-queries.ts';
import { compareRecords, type RecordComparison } from './compare-records.ts';
import { compareTools, type ToolComparison } from './compare-tools.ts';
import { type ArgumentComparison, compareValues } from './compare-values.ts';
import { type DataSetRows, type FoundDataSet, findDataSet, type QueryRow, readDataSet } from './read-data-set.ts';

/** Examples of one tool in one split; the tool is null for those where no call is right. */
export interface CountComparison {
  readonly tool: string | null;
  readonly split: string;
  readonly a: number;
  readonly b: number;
}

/** How data set B differs from A. */
export interface DataSetDiff {
  readonly a: string;
  readonly b: string;
  readonly kinds: { readonly a: FoundDataSet['kind']; readonly b: FoundDataSet['kind'] };
  /** Whose records were compared, of runs and rounds; null where neither is one or one has written none. */
  readonly target: string | null;
  /** Nothing differs: the same tools and, record by record, the same content in the same split. */
  readonly isSame: boolean;
  readonly tools: ToolComparison;
  readonly counts: readonly CountComparison[];
  /** Those that differ most, beyond what chance makes of samples of their size, first. */
  readonly arguments: readonly ArgumentComparison[];
  readonly records: RecordComparison;
  readonly queries: { readonly a: QueryShares; readonly b: QueryShares };
}

/**
 * Says how two data sets differ. Each is a run folder, a round of a project (its pool and its records), a folder of records or a file of them; records are compared as one target writes
 * them. Reads only. Of record files of a target that writes calls as text, tools, counts and arguments are not known: the lists are empty.
 *
 * @param options.target of runs and rounds. @default the first that both have
 * @throws ImaginariumError `input/not-found`, `input/malformed`, `input/records`, `input/no-such-target`
 */
export async function diffDataSets(
  locations: { readonly a: string; readonly b: string },
  options: { readonly target?: string } = {},
): Promise<DataSetDiff> {
  const [foundA, foundB] = [await findDataSet(locations.a), await findDataSet(locations.b)];
  const target = chooseTarget(foundA, foundB, options.target);
  const [a, b] = [await readDataSet(foundA, target), await readDataSet(foundB, target)];
  const tools = compareTools(a.tools, b.tools);
  const records = compareRecords(a.records, b.records);
  const counts = compareCounts(a.queries, b.queries);
  const queries = compareQueries(a.queries, b.queries);
  const isSame =
    tools.changed.length + tools.added.length + tools.removed.length === 0 &&
    records.moved + records.lost + records.added === 0 &&
    counts.every((count) => count.a === count.b) &&
    queries.a.same === queries.a.queries &&
    queries.b.same === queries.b.queries;
  const kinds = { a: foundA.kind, b: foundB.kind };
  return { ...locations, kinds, target, isSame, tools, counts, arguments: compareArguments(a, b), records, queries };
}

function chooseTarget(a: FoundDataSet, b: FoundDataSet, wanted: string | undefined): string | null {
  const runs = [a, b].filter(({ kind }) => kind === 'run' || kind === 'round');
  if (runs.length === 0) return null;
  const without = runs.find(({ targets }) => wanted !== undefined && !targets.includes(wanted));
  if (without)
    throw new ImaginariumError({
      code: 'input/no-such-target',
      message: `${without.location} holds no records for ${wanted}.`,
      hint: `It has: ${without.targets.join(', ') || 'none'}.`,
    });
  if (wanted !== undefined) return wanted;
  const others = [a, b].flatMap(({ kind, targets }) => (kind === 'file' ? [] : [targets]));
  return others[0]?.find((target) => others.every((targets) => targets.includes(target))) ?? null;
}

function compareCounts(a: readonly QueryRow[], b: readonly QueryRow[]): CountComparison[] {
  const counts = new Map<string, CountComparison & { a: number; b: number }>();
  for (const [side, rows] of [
    ['a', a],
    ['b', b],
  ] as const)
    for (const { tool, split } of rows) {
      const key = JSON.stringify([tool, split]);
      const count = counts.get(key) ?? { tool, split, a: 0, b: 0 };
      count[side]++;
      counts.set(key, count);
    }
  return [...counts.values()];
}

function compareArguments(a: DataSetRows, b: DataSetRows): ArgumentComparison[] {
  const [left, right] = [callsOf(a), callsOf(b)];
  const shared = [...left.keys()].filter((tool) => right.has(tool));
  const excess = ({ distance, chance }: ArgumentComparison) => (distance ?? 1) - (chance ?? 0);
  return shared
    .flatMap((tool) => compareValues(tool, left.get(tool) ?? [], right.get(tool) ?? []))
    .sort((x, y) => excess(y) - excess(x));
}

function callsOf({ queries }: DataSetRows) {
  const calls = new Map<string, NonNullable<QueryRow['arguments']>[]>();
  for (const { tool, arguments: args } of queries)
    if (tool !== null && args !== null) calls.set(tool, [...(calls.get(tool) ?? []), args]);
  return calls;
}
