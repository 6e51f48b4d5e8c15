import type { Metric, Miss, Profile, Score, TestItem, ToolScore, Verdict } from '@imaginarium/contracts';
import { metricOf } from './metric-of.ts';
import { createRepetitionTally } from './repetition-tally.ts';

export interface ScoreTally {
  /** The verdict must be of the tally's profile and of this item. */
  add(verdict: Verdict, item: TestItem): void;
  /** The score of what was added so far. */
  finish(): Score;
}

export interface ScoreTallyOptions {
  /** Times that each item is asked; beyond 1, two small numbers an item are kept. @default 1 */
  readonly repetitions?: number;
}

interface ToolCounts extends Omit<ToolScore, 'tool' | 'misses'> {
  readonly misses: Map<Miss, number>;
  multiCall: number;
  multiCallCorrect: number;
}

/**
 * Adds the verdicts of one profile up, keeping counters only. Intervals are clustered by tool; those of items that want no
 * call, which have no tool, by item. An undecided verdict is not counted as correct: `undecided` says how many there are.
 */
export function createScoreTally(profile: Profile, { repetitions = 1 }: ScoreTallyOptions = {}): ScoreTally {
  const tools = new Map<string, ToolCounts>();
  const misses = new Map<Miss, number>();
  const confusions = new Map<string, Map<string, number>>();
  const wanted = repetitions > 1 ? createRepetitionTally() : null;
  const unwanted = repetitions > 1 ? createRepetitionTally() : null;
  let quiet = 0;
  let unwantedTotal = 0;
  let undecided = 0;

  function addUnwanted(verdict: Verdict) {
    unwantedTotal++;
    if (verdict.isToolMatch) quiet++;
    unwanted?.add(verdict.itemId, verdict.itemId, verdict.isToolMatch);
  }

  function addWanted(verdict: Verdict, item: TestItem) {
    const tool = verdict.tool ?? item.calls[0]?.tool ?? '';
    const counts = entryOf(tools, tool, emptyCounts);
    const isCorrect = verdict.isCorrect === true;
    counts.total++;
    if (verdict.isWellformed) counts.wellformed++;
    if (verdict.isWellformed && verdict.isToolMatch) counts.toolMatch++;
    if (isCorrect) counts.correct++;
    if (verdict.isCorrect === null) {
      counts.undecided++;
      undecided++;
    }
    if (item.calls.length > 1) {
      counts.multiCall++;
      if (isCorrect) counts.multiCallCorrect++;
    }
    if (verdict.miss !== null) increase(counts.misses, verdict.miss);
    if (verdict.miss === 'wrong-tool' && verdict.calledTool !== null) {
      increase(
        entryOf(confusions, tool, () => new Map<string, number>()),
        verdict.calledTool,
      );
    }
    wanted?.add(verdict.itemId, tool, isCorrect);
  }

  return {
    add(verdict, item) {
      if (verdict.miss !== null) increase(misses, verdict.miss);
      if (item.calls.length === 0) addUnwanted(verdict);
      else addWanted(verdict, item);
    },
    finish() {
      const counts = [...tools.values()];
      const share = (count: (tool: ToolCounts) => number, of: (tool: ToolCounts) => number): Metric =>
        metricOf(counts.map((tool) => ({ count: count(tool), of: of(tool) })));
      const multiCall = share(
        (tool) => tool.multiCallCorrect,
        (tool) => tool.multiCall,
      );
      return {
        profile,
        wellformed: share(
          (tool) => tool.wellformed,
          (tool) => tool.total,
        ),
        toolMatch: share(
          (tool) => tool.toolMatch,
          (tool) => tool.wellformed,
        ),
        correct: share(
          (tool) => tool.correct,
          (tool) => tool.total,
        ),
        irrelevance:
          unwantedTotal === 0 ? null : metricOf(unwanted?.itemClusters() ?? singletons(quiet, unwantedTotal)),
        multiCall: multiCall.of === 0 ? null : multiCall,
        passHatK: wanted?.passHatK() ?? [],
        undecided,
        tools: [...tools]
          .map(([tool, { misses, multiCall: _, multiCallCorrect: __, ...counts }]) => ({
            tool,
            ...counts,
            misses: Object.fromEntries(misses),
          }))
          .sort((a, b) => compareNames(a.tool, b.tool)),
        misses: Object.fromEntries(misses),
        confusions: [...confusions]
          .flatMap(([expected, called]) => [...called].map(([called, count]) => ({ expected, called, count })))
          .sort(
            (a, b) => b.count - a.count || compareNames(a.expected, b.expected) || compareNames(a.called, b.called),
          ),
      };
    },
  };
}

function emptyCounts(): ToolCounts {
  return {
    total: 0,
    wellformed: 0,
    toolMatch: 0,
    correct: 0,
    undecided: 0,
    misses: new Map(),
    multiCall: 0,
    multiCallCorrect: 0,
  };
}

function entryOf<Key, Value>(entries: Map<Key, Value>, key: Key, create: () => Value): Value {
  const found = entries.get(key);
  if (found !== undefined) return found;
  const created = create();
  entries.set(key, created);
  return created;
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const singletons = (count: number, of: number) =>
  Array.from({ length: of }, (_, index) => ({ count: index < count ? 1 : 0, of: 1 }));

/** By code unit: the same order on every machine. */
const compareNames = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
