import { type Change, createRandom, type MatrixRow, type RoundMatrix, type RoundReport } from '@imaginarium/contracts';
import { bootstrapDifference } from '@imaginarium/evaluation';

/**
 * What became of the tools that were learned before the last round. `collapsed`: shown to have lost more than half of what was
 * right when they were learned. `held`: shown to have lost no more than the gate's margin. `lost`: shown to have lost some, which
 * is neither. `cannot-tell`: the interval leaves open whether anything was lost.
 */
export type Fate = 'collapsed' | 'lost' | 'held' | 'cannot-tell';

export interface Retention {
  /** Share of calls that were right when the tools were learned, and after the last round: means over the old tools. */
  readonly learned: number;
  readonly now: number;
  /** From the one to the other, tools resampled. */
  readonly change: Change;
  readonly fate: Fate;
}

export interface RetentionComparison {
  readonly withoutReplay: Retention;
  readonly withReplay: Retention;
  /** After the last round: the share with replay minus that without, of the old tools' items, paired by tool; -1 to 1. */
  readonly difference: Change;
}

/**
 * Compares two projects that differ in replay alone, by what their last reports say of the tools learned before the last round:
 * whole calls right, by the gate's profile.
 *
 * @throws RangeError where the reports are of other tools, rounds or numbers of items, or there is no old tool
 */
export function compareRetention(withoutReplay: RoundReport, withReplay: RoundReport): RetentionComparison {
  const [without, having] = [correctMatrix(withoutReplay), correctMatrix(withReplay)];
  const pairs = oldTools(without).map((tool) => {
    const other = oldTools(having).find(({ name }) => name === tool.name);
    const [a, b] = [tool.cells.at(-1), other?.cells.at(-1)];
    if (!a || !b || a.of !== b.of) throw new RangeError(`The reports do not say the same of ${tool.name}.`);
    return { a: a.count, b: b.count, of: a.of };
  });
  if (pairs.length === 0 || pairs.length !== oldTools(having).length)
    throw new RangeError('The reports have no old tools, or not the same.');
  const sum = (read: (pair: (typeof pairs)[number]) => number) => pairs.reduce((total, pair) => total + read(pair), 0);
  const of = sum((pair) => pair.of);
  return {
    withoutReplay: retentionOf(without, marginOf(withoutReplay)),
    withReplay: retentionOf(having, marginOf(withReplay)),
    difference: {
      value: sum(({ a, b }) => b - a) / of,
      ...bootstrapDifference(pairs, { random: createRandom('retention') }),
      of,
    },
  };
}

/** Whether old tools are shown to be better off with replay. */
export function isReplayShown({ difference }: RetentionComparison): boolean {
  return difference.low !== null && difference.low > 0;
}

function correctMatrix({ matrices, rounds }: RoundReport): RoundMatrix {
  const profile = rounds.at(-1)?.gate?.config.profile ?? 'strict';
  const matrix = matrices.find((one) => one.profile === profile && one.metric === 'correct');
  if (matrix === undefined) throw new RangeError(`The report says nothing of whole calls (${profile}).`);
  return matrix;
}

function oldTools({ tools, rounds }: RoundMatrix): MatrixRow[] {
  return tools.filter(({ learnedIn }) => learnedIn < (rounds.at(-1) ?? 0));
}

function marginOf({ rounds }: RoundReport): number {
  return rounds.at(-1)?.gate?.config.margin ?? 0;
}

function retentionOf(matrix: RoundMatrix, margin: number): Retention {
  const change = matrix.backwardTransfer;
  if (change === null)
    throw new RangeError('The report has no backward transfer: no tool was learned before its last round.');
  const old = oldTools(matrix);
  const mean = (place: (tool: MatrixRow) => number) =>
    old.reduce((sum, tool) => sum + (tool.cells[place(tool)]?.value ?? 0), 0) / old.length;
  const learned = mean(({ learnedIn }) => matrix.rounds.indexOf(learnedIn));
  return { learned, now: mean(() => matrix.rounds.length - 1), change, fate: fateOf(change, learned, margin) };
}

function fateOf({ low, high }: Change, learned: number, margin: number): Fate {
  if (low === null || high === null) return 'cannot-tell';
  if (high < -learned / 2) return 'collapsed';
  if (low >= -margin) return 'held';
  return high < 0 ? 'lost' : 'cannot-tell';
}
