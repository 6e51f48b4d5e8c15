import type { Change, MatrixRow, Metric } from '@imaginarium/contracts';
import type { PairedCluster } from '../statistics/bootstrap-difference.ts';
import type { Interval } from '../statistics/clustered-interval.ts';
import { lossOf, sumOf } from './paired-answers.ts';

export interface RowSource {
  readonly name: string;
  readonly tools: readonly string[];
  readonly learnedIn: number;
  /** How the row did in the round at this place of the matrix; null where it was not tested. */
  cell(place: number): Metric | null;
  /** Its answers in the round at this place, paired with those of the last round. */
  pairsWithLast(place: number): readonly PairedCluster[];
  interval(pairs: readonly PairedCluster[]): Interval;
}

/** One row: cells from the round that it was learned in, and what it lost since. `rounds`: numbers, ascending. */
export function matrixRow(source: RowSource, rounds: readonly number[]): MatrixRow {
  const { name, tools, learnedIn } = source;
  const earlier = [...rounds.entries()].slice(0, -1).filter(([, round]) => round >= learnedIn);
  const changes = earlier.flatMap(([place, round]) => {
    const pairs = source.pairsWithLast(place);
    const { a, b, of } = sumOf(pairs);
    return of === 0 ? [] : [{ round, pairs, of, value: (b - a) / of }];
  });
  const finish = (change: (typeof changes)[number] | undefined): Change | null =>
    change === undefined ? null : { value: change.value, ...source.interval(change.pairs), of: change.of };
  const worst = changes.reduce<(typeof changes)[number] | undefined>(
    (worst, change) => (worst === undefined || change.value < worst.value ? change : worst),
    undefined,
  );
  const change = finish(worst);
  return {
    name,
    tools: [...tools],
    learnedIn,
    cells: rounds.map((round, place) => (round < learnedIn ? null : source.cell(place))),
    forgetting: change === null ? null : lossOf(change),
    backwardTransfer: finish(changes.find(({ round }) => round === learnedIn)),
  };
}
