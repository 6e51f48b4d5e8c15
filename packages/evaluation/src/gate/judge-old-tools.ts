import type { GateConfig, OldToolVerdict } from '@imaginarium/contracts';
import { holm } from '../statistics/holm.ts';
import { pairedLossP, pooledLossP } from '../statistics/paired-loss-p.ts';
import { type PairedCounts, pairedScoreInterval } from '../statistics/paired-score.ts';
import { countRight, type ItemResults, sumRight } from './collapse-items.ts';
import { leastLossShown, WORTH_SHOWING } from './least-loss-shown.ts';
import { pairItems, sumPairs } from './pair-items.ts';
import { shareLevel } from './share-level.ts';

type Results = ReadonlyMap<string, ItemResults>;

interface Compared extends Pick<OldToolVerdict, 'tool' | 'before' | 'now'> {
  readonly counts: PairedCounts;
}

/** The name that `allOld` bears. */
const ALL_OLD = 'all old tools';

/**
 * Each old tool, and all of them together, against a loss of `margin`, exactly and over items: the gate is about these very
 * tools, not about others that they might stand for. So all together are their pooled pairs, each tool a stratum with chances
 * of its own (`pooledLossP`); a collapse shows though tools are few, or some had nothing to lose.
 *
 * The chance of a false `worse` among them all is at most the level (`holm`, weighted by `shareLevel`; `pooledLossP` says what it
 * may miss that by in tools of few items). `held` asks for more
 * than no finding: a loss could have been shown (`leastShown`), and the 95 % interval, for this tool alone, leaves none of
 * more than 20 points beyond the margin. Anything else that is not shown is `cannot-tell`. Of a single tool with pairs, all
 * together are that one.
 */
export function judgeOldTools(
  tools: readonly string[],
  before: Results,
  after: Results,
  config: GateConfig,
): { oldTools: OldToolVerdict[]; allOld: OldToolVerdict | null } {
  const old = tools.map(
    (tool): Compared => ({
      tool,
      before: countRight(before.get(tool)),
      now: countRight(after.get(tool)),
      counts: pairItems(before.get(tool), after.get(tool)),
    }),
  );
  const all: Compared = {
    tool: ALL_OLD,
    before: sumRight(old.map(({ before }) => before)),
    now: sumRight(old.map(({ now }) => now)),
    counts: sumPairs(old.map(({ counts }) => counts)),
  };
  const tested = old.filter(({ counts }) => counts.of > 0);
  const verdicts = judgeFamily(tested.length < 2 ? tested : [...tested, all], all, config);
  const oldTools = old.map((tool) => verdicts.get(tool) ?? untested(tool));
  const only = tested[0] && verdicts.get(tested[0]);
  const together = verdicts.get(all) ?? (only ? { ...only, ...namedOf(all) } : untested(all));
  return { oldTools, allOld: tools.length === 0 ? null : together };
}

function judgeFamily(
  family: readonly Compared[],
  all: Compared,
  { margin, level }: GateConfig,
): ReadonlyMap<Compared, OldToolVerdict> {
  const { together, each } = shareLevel(level, family.length - 1);
  const weights = family.map((compared) => (compared === all ? together : each));
  const lossP = remember(({ counts }: Compared) => pairedLossP(counts, margin), keyOf);
  const ps = family.map((compared) => (compared === all ? pooledLossP(compared.counts, margin) : lossP(compared)));
  const adjusted = holm(ps, weights);
  const left = weights.reduce((sum, weight, at) => sum + ((adjusted[at] ?? 1) > level ? weight : 0), 0);
  const least = remember(
    ({ counts, level }: { counts: PairedCounts; level: number }) => leastLossShown(counts, { margin, level }),
    ({ counts: { gained, of }, level }) => `${gained} ${of} ${level}`,
  );
  return new Map(
    family.map((compared, at): [Compared, OldToolVerdict] => {
      const { counts } = compared;
      const [p, adjustedP, weight] = [ps[at] ?? 1, adjusted[at] ?? 1, weights[at] ?? 0];
      const isWorse = adjustedP <= level;
      const { low, high } = pairedScoreInterval(counts);
      const share = (level * weight) / (isWorse ? left + weight : left);
      const leastShown =
        compared === all
          ? leastLossShown(counts, { margin, level: share, lossP: pooledLossP })
          : least({ counts, level: share });
      const isHeld = leastShown !== null && low >= -(margin + WORTH_SHOWING);
      return [
        compared,
        {
          ...namedOf(compared),
          pairs: counts.of,
          difference: (counts.gained - counts.lost) / counts.of,
          ...{ low, high, p, adjustedP, leastShown },
          verdict: isWorse ? 'worse' : isHeld ? 'held' : 'cannot-tell',
        },
      ];
    }),
  );
}

const namedOf = ({ tool, before, now }: Compared) => ({ tool, before, now });

const keyOf = ({ counts: { lost, gained, of } }: Compared) => `${lost} ${gained} ${of}`;

function untested(compared: Compared): OldToolVerdict {
  return {
    ...namedOf(compared),
    ...{ pairs: 0, difference: null, low: null, high: null, p: 1, adjustedP: 1, leastShown: null },
    verdict: 'cannot-tell',
  };
}

/** Tools of one size have few different outcomes. */
function remember<Input, Output>(find: (input: Input) => Output, keyOf: (input: Input) => string) {
  const found = new Map<string, { output: Output }>();
  return (input: Input): Output => {
    const key = keyOf(input);
    const known = found.get(key) ?? { output: find(input) };
    found.set(key, known);
    return known.output;
  };
}
