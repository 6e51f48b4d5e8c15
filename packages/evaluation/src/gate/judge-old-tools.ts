import type { GateConfig, OldToolVerdict, Random } from '@imaginarium/contracts';
import { bootstrapDifference } from '../statistics/bootstrap-difference.ts';
import { clusteredLossP, leastClusteredLoss } from '../statistics/clustered-loss-p.ts';
import { holm } from '../statistics/holm.ts';
import { pairedLossP } from '../statistics/paired-loss-p.ts';
import { type PairedCounts, pairedScoreInterval } from '../statistics/paired-score.ts';
import { countRight, type ItemResults, sumRight } from './collapse-items.ts';
import { type LossTest, leastLossShown } from './least-loss-shown.ts';
import { pairItems, sumPairs } from './pair-items.ts';

type Results = ReadonlyMap<string, ItemResults>;
/** Judged but for the correction for many comparisons. */
type Compared = Omit<OldToolVerdict, 'adjustedP' | 'verdict'>;

/** The name that `allOld` bears. */
const ALL_OLD = 'all old tools';

/**
 * Each old tool, and all of them together, against a loss of `margin`. The p values of the tools and of all together are one
 * family for Holm's correction, so that the chance of a false `worse` among them is at most the level (all together, and tools
 * of more than 60 items, by approximations). All together count from two tools with pairs on. Their p is the larger of
 * that over items and that over tools: a loss is shown only where both show it.
 */
export function judgeOldTools(
  tools: readonly string[],
  before: Results,
  after: Results,
  { margin, level }: GateConfig,
  random: Random,
): { oldTools: OldToolVerdict[]; allOld: OldToolVerdict | null; family: number } {
  const pairs = tools.map((tool) => pairItems(before.get(tool), after.get(tool)));
  const hasAll = pairs.filter(({ of }) => of > 0).length >= 2;
  const family = tools.length + (hasAll ? 1 : 0);
  const test: LossTest = { margin, level, family };
  const compare = createComparison(test);
  const compared = tools.map(
    (tool, index): Compared => ({
      ...compare(pairs[index] ?? sumPairs([])),
      tool,
      before: countRight(before.get(tool)),
      now: countRight(after.get(tool)),
    }),
  );
  const all: Compared = {
    ...compareAll(pairs, test, random),
    tool: ALL_OLD,
    before: sumRight(compared.map(({ before }) => before)),
    now: sumRight(compared.map(({ now }) => now)),
  };
  const adjusted = holm([...compared, ...(hasAll ? [all] : [])].map(({ p }) => p));
  const conclude = (of: Compared, index: number): OldToolVerdict => {
    const adjustedP = adjusted[index] ?? 1;
    const verdict = adjustedP <= level ? 'worse' : of.leastShown === null ? 'cannot-tell' : 'held';
    return { ...of, adjustedP, verdict };
  };
  return {
    oldTools: compared.map(conclude),
    allOld: tools.length === 0 ? null : conclude(all, compared.length),
    family,
  };
}

type Figures = Omit<Compared, 'tool' | 'before' | 'now'>;

/** Remembers what it has searched for: tools of one size have few different outcomes. */
function createComparison(test: LossTest): (counts: PairedCounts) => Figures {
  const lossP = remember(
    (counts: PairedCounts) => pairedLossP(counts, test.margin),
    ({ lost, gained, of }) => `${lost} ${gained} ${of}`,
  );
  const leastShown = remember((of: number) => leastLossShown(of, test), String);
  return (counts) => {
    if (counts.of === 0) return { pairs: 0, difference: null, low: null, high: null, p: 1, leastShown: null };
    return {
      pairs: counts.of,
      difference: differenceOf(counts),
      ...pairedScoreInterval(counts),
      p: lossP(counts),
      leastShown: leastShown(counts.of),
    };
  };
}

function remember<Input, Output>(find: (input: Input) => Output, keyOf: (input: Input) => string) {
  const found = new Map<string, { output: Output }>();
  return (input: Input): Output => {
    const key = keyOf(input);
    const known = found.get(key) ?? { output: find(input) };
    found.set(key, known);
    return known.output;
  };
}

function compareAll(pairs: readonly PairedCounts[], test: LossTest, random: Random): Figures {
  const { margin, level, family } = test;
  const counts = sumPairs(pairs);
  const clusters = pairs.map(({ lost, gained, of }) => ({ a: lost, b: gained, of }));
  const ofItems = leastLossShown(counts.of, test);
  const ofTools = leastClusteredLoss(clusters, margin, level / family);
  return {
    pairs: counts.of,
    difference: counts.of === 0 ? null : differenceOf(counts),
    ...bootstrapDifference(clusters, { random }),
    p: Math.max(pairedLossP(counts, margin), clusteredLossP(clusters, margin)),
    leastShown: ofItems === null || ofTools === null ? null : Math.max(ofItems, ofTools),
  };
}

const differenceOf = ({ lost, gained, of }: PairedCounts) => (gained - lost) / of;
