import type { Change, Metric, Profile, Random, RoundMatrix, RoundMetric, Verdict } from '@imaginarium/contracts';
import { metricOf } from '../score/metric-of.ts';
import { bootstrapDifference } from '../statistics/bootstrap-difference.ts';
import type { ShareCluster } from '../statistics/clustered-interval.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { matrixRow } from './matrix-row.ts';
import { pairAnswers, sumOf, toolInterval } from './paired-answers.ts';
import { type ItemAnswers, readRoundAnswers } from './round-answers.ts';

export interface RoundMatrixOptions {
  /** Each round's verdicts, of one evaluation: verdicts of other profiles and on items that want no call are left out. */
  readonly rounds: readonly { readonly number: number; readonly verdicts: readonly Verdict[] }[];
  /** By tool, the round in which it was learned, the last where it was learned anew; tools that it lacks get no row. */
  readonly learnedIn: ReadonlyMap<string, number>;
  readonly profile: Profile;
  readonly metric: RoundMetric;
  /** Not advanced. */
  readonly random: Random;
}

const QUANTILE_95 = 1.959963984540054;

/**
 * How each tool, and each batch of tools that were learned in the same round, did after every round, and what was lost.
 *
 * Shares count as the scores do: `correct` of all (undecided is not correct), `toolMatch` of the well-formed. Their intervals
 * are 95 %: of batches and the average clustered by tool; of a single tool Wilson's over its items, which speaks of other
 * items of this tool. `average` is over all that was asked in a round, older versions of tools and tools since gone included.
 *
 * Forgetting is the greatest loss from any earlier round to the last, backward transfer the change since the round that the
 * tool was learned in: both over answers that the two rounds share (same item and repetition, both well-formed or decided),
 * so they may differ from the difference of two cells where the items do. Intervals: of a tool Tango's over paired items, of a
 * batch and of the means with tools resampled. That of forgetting is of the loss from that round: it does not know that the
 * round was chosen for its loss, and with many rounds a tool that only wavers has some.
 *
 * Items are told apart by id: one that asks something else now must have another.
 */
export function createRoundMatrix(options: RoundMatrixOptions): RoundMatrix {
  const { learnedIn, profile, metric, random } = options;
  const sorted = [...options.rounds].sort((a, b) => a.number - b.number);
  const rounds = sorted.map(({ number }) => number);
  const answers = sorted.map(({ verdicts }) => readRoundAnswers(verdicts, profile, metric));
  const pairsOf = (tool: string, place: number) => pairAnswers(answers[place]?.get(tool), answers.at(-1)?.get(tool));
  const clusterOf = (place: number, tool: string) => shareOf(answers[place]?.get(tool), metric);

  const tools = [...learnedIn]
    .sort(([a, first], [b, second]) => first - second || (a < b ? -1 : 1))
    .map(([tool, round]) =>
      matrixRow(
        {
          name: tool,
          tools: [tool],
          learnedIn: round,
          cell: (place) => toolCell(answers[place]?.get(tool), clusterOf(place, tool)),
          pairsWithLast: (place) => pairsOf(tool, place),
          interval: (pairs) => toolInterval(pairs, random),
        },
        rounds,
      ),
    );
  const batches = [...new Set(tools.map(({ learnedIn }) => learnedIn))].map((round) => {
    const names = tools.filter(({ learnedIn }) => learnedIn === round).map(({ name }) => name);
    return matrixRow(
      {
        name: `${round}`,
        tools: names,
        learnedIn: round,
        cell: (place) =>
          cellOf(names.filter((tool) => answers[place]?.has(tool)).map((tool) => clusterOf(place, tool))),
        pairsWithLast: (place) => names.map((tool) => sumOf(pairsOf(tool, place))),
        interval: (pairs) => bootstrapDifference(pairs, { random }),
      },
      rounds,
    );
  });
  return {
    profile,
    metric,
    rounds,
    tools,
    batches,
    average: answers.map((round, place) => cellOf([...round.keys()].sort().map((tool) => clusterOf(place, tool)))),
    forgetting: meanOf(
      tools.map(({ forgetting }) => forgetting),
      random,
    ),
    backwardTransfer: meanOf(
      tools.map(({ backwardTransfer }) => backwardTransfer),
      random,
    ),
  };
}

function shareOf(items: ReadonlyMap<string, ItemAnswers> | undefined, metric: RoundMetric): ShareCluster {
  const share = { count: 0, of: 0 };
  for (const answers of items?.values() ?? [])
    for (const isRight of answers.values()) {
      if (isRight === true) share.count++;
      if (isRight !== null || metric === 'correct') share.of++;
    }
  return share;
}

function cellOf(clusters: readonly ShareCluster[]): Metric | null {
  return clusters.length === 0 ? null : metricOf(clusters);
}

/** The size behind the interval is the number of items: asking one again tells little of other items. */
function toolCell(items: ReadonlyMap<string, ItemAnswers> | undefined, { count, of }: ShareCluster): Metric | null {
  if (items === undefined) return null;
  if (of === 0) return { value: null, count, of, low: null, high: null, clusters: 0 };
  const value = count / of;
  return { value, count, of, ...wilsonInterval(value, Math.min(items.size, of), QUANTILE_95), clusters: 1 };
}

/** The mean of tools, each of the same weight, with tools resampled. */
function meanOf(changes: readonly (Change | null)[], random: Random): Change | null {
  const values = changes.flatMap((change) => (change === null ? [] : [change.value]));
  if (values.length === 0) return null;
  const interval = bootstrapDifference(
    values.map((value) => ({ a: 0, b: value, of: 1 })),
    { random },
  );
  return { value: values.reduce((sum, value) => sum + value, 0) / values.length, ...interval, of: values.length };
}
