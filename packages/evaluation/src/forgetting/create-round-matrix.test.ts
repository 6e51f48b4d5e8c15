import {
  createRandom,
  type RoundMatrix,
  type RoundMetric,
  roundMatrixSchema,
  type Verdict,
} from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemOf, verdictOf } from '../score/testing/rows.ts';
import { createRoundMatrix } from './create-round-matrix.ts';

interface Round {
  readonly number: number;
  readonly verdicts: readonly Verdict[];
}

function matrixOf(rounds: readonly Round[], learnedIn: Record<string, number>, metric: RoundMetric = 'correct') {
  const matrix = createRoundMatrix({
    rounds,
    learnedIn: new Map(Object.entries(learnedIn)),
    profile: 'strict',
    metric,
    random: createRandom('matrix'),
  });
  return roundMatrixSchema.parse(matrix);
}

/** `1`: right, `0`: wrong, `?`: undecided, `x`: not well-formed, `-`: not asked; a letter an item of the tool. */
function answers(tool: string, letters: string, repetition = 0): Verdict[] {
  return [...letters].flatMap((letter, index) => {
    if (letter === '-') return [];
    const isRight = letter === '1';
    const isCorrect = letter === '?' ? null : isRight;
    return verdictOf(itemOf(`${tool}/${index}`, tool), {
      repetition,
      isWellformed: letter !== 'x',
      isToolMatch: isRight,
      isCorrect,
      miss: isRight || isCorrect === null ? null : 'wrong-value',
    });
  });
}

const rowOf = (matrix: RoundMatrix, tool: string) => matrix.tools.find(({ name }) => name === tool);

describe('createRoundMatrix', () => {
  it('starts a tool that was learned anew over, and ends one that left', () => {
    const matrix = matrixOf(
      [
        { number: 1, verdicts: [...answers('changed', '1111'), ...answers('gone', '11'), ...answers('kept', '10')] },
        { number: 2, verdicts: [...answers('changed', '1110'), ...answers('gone', '10'), ...answers('kept', '11')] },
        { number: 3, verdicts: [...answers('changed', '1000'), ...answers('kept', '00')] },
      ],
      { changed: 2, gone: 1, kept: 1 },
    );
    expect(rowOf(matrix, 'changed')?.cells.map((cell) => cell?.count ?? null)).toEqual([null, 3, 1]);
    expect(rowOf(matrix, 'changed')?.forgetting).toMatchObject({ value: 0.5, of: 4 });
    expect(rowOf(matrix, 'gone')).toMatchObject({ forgetting: null, backwardTransfer: null });
    expect(rowOf(matrix, 'gone')?.cells.map((cell) => cell?.count ?? null)).toEqual([2, 1, null]);
    expect(rowOf(matrix, 'kept')?.forgetting?.value).toBe(1);
    expect(rowOf(matrix, 'kept')?.backwardTransfer?.value).toBe(-0.5);
    expect(matrix.batches.map(({ name, tools }) => [name, tools])).toEqual([
      ['1', ['gone', 'kept']],
      ['2', ['changed']],
    ]);
    expect(matrix.average.map((cell) => [cell?.count, cell?.of])).toEqual([
      [7, 8],
      [6, 8],
      [1, 6],
    ]);
    expect(matrix.forgetting).toMatchObject({ value: 0.75, of: 2 });
    expect(matrix.backwardTransfer).toMatchObject({ value: -0.5, of: 2 });
  });

  it('compares the items that two rounds share, though cells count all', () => {
    const matrix = matrixOf(
      [
        { number: 1, verdicts: answers('tool', '1100--') },
        { number: 2, verdicts: answers('tool', '--0011') },
      ],
      { tool: 1 },
    );
    expect(rowOf(matrix, 'tool')?.cells.map((cell) => [cell?.count, cell?.of])).toEqual([
      [2, 4],
      [2, 4],
    ]);
    expect(rowOf(matrix, 'tool')?.backwardTransfer).toMatchObject({ value: 0, of: 2 });
  });

  it('counts as the scores do: undecided is not correct, unreadable is no part of the match, and neither has a pair', () => {
    const rounds = [
      { number: 1, verdicts: answers('tool', '1111') },
      { number: 2, verdicts: answers('tool', '1?x0') },
    ];
    const correct = rowOf(matrixOf(rounds, { tool: 1 }), 'tool');
    expect(correct?.cells[1]).toMatchObject({ count: 1, of: 4 });
    expect(correct?.forgetting).toMatchObject({ of: 3 });
    const match = rowOf(matrixOf(rounds, { tool: 1 }, 'toolMatch'), 'tool');
    expect(match?.cells[1]).toMatchObject({ count: 1, of: 3 });
    expect(match?.forgetting).toMatchObject({ of: 3 });
  });

  it('takes no certainty from asking the same items again', () => {
    const once = [1, 2].map((number) => ({ number, verdicts: answers('tool', number === 1 ? '111110' : '110010') }));
    const thrice = once.map(({ number, verdicts }) => ({
      number,
      verdicts: [0, 1, 2].flatMap((repetition) => verdicts.map((verdict) => ({ ...verdict, repetition }))),
    }));
    const [single, repeated] = [once, thrice].map((rounds) => rowOf(matrixOf(rounds, { tool: 1 }), 'tool'));
    expect(repeated?.cells[0]).toEqual({ ...single?.cells[0], count: 15, of: 18 });
    expect(repeated?.forgetting).toMatchObject({ value: single?.forgetting?.value, of: 18 });
    expect(repeated?.forgetting?.low).toBeLessThan(0.15);
  });

  const anyRound = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.stringMatching(/^[01?x-]{1,6}$/));
  const anyRounds = fc.array(anyRound, { minLength: 1, maxLength: 4 }).map((rounds) =>
    rounds.map((tools, index) => ({
      number: index + 1,
      verdicts: Object.entries(tools).flatMap(([tool, letters]) => answers(tool, letters)),
    })),
  );
  const anyLearned = fc
    .record({ a: fc.nat(3), b: fc.nat(3), c: fc.nat(3) })
    .map(({ a, b, c }) => ({ a: a + 1, b: b + 1, c: c + 1 }));
  const anyMetric = fc.constantFrom<RoundMetric>('correct', 'toolMatch');

  it('adds tools up to batches, never forgets less than it transferred back, and holds its values in its intervals', () => {
    fc.assert(
      fc.property(anyRounds, anyLearned, anyMetric, (rounds, learnedIn, metric) => {
        const matrix = matrixOf(rounds, learnedIn, metric);
        for (const batch of matrix.batches)
          for (const [place, cell] of batch.cells.entries()) {
            const cells = batch.tools.flatMap((tool) => rowOf(matrix, tool)?.cells[place] ?? []);
            expect(cell?.count ?? 0).toBe(cells.reduce((sum, { count }) => sum + count, 0));
            expect(cell === null).toBe(cells.length === 0);
          }
        for (const { cells, forgetting, backwardTransfer } of matrix.tools) {
          for (const cell of cells)
            if (cell?.value != null) {
              expect(cell.low).toBeLessThanOrEqual(cell.value);
              expect(cell.high).toBeGreaterThanOrEqual(cell.value);
            }
          if (forgetting !== null) {
            expect(forgetting.low).toBeLessThanOrEqual(forgetting.value);
            expect(forgetting.high).toBeGreaterThanOrEqual(forgetting.value);
            expect(forgetting.value).toBeGreaterThanOrEqual(-(backwardTransfer?.value ?? 1));
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('depends neither on the order of rows and rounds nor on other profiles and items that want no call', () => {
    fc.assert(
      fc.property(anyRounds, anyLearned, anyMetric, fc.integer(), (rounds, learnedIn, metric, seed) => {
        const random = createRandom(seed);
        const noise: Verdict[] = [
          verdictOf(itemOf('quiet', null)),
          { ...verdictOf(itemOf('a/0', 'a')), profile: 'ste' },
        ];
        const shuffled = random.shuffle(rounds).map(({ number, verdicts }) => ({
          number,
          verdicts: random.shuffle([...verdicts, ...noise]),
        }));
        expect(matrixOf(shuffled, learnedIn, metric)).toEqual(matrixOf(rounds, learnedIn, metric));
      }),
      { numRuns: 25 },
    );
  });

  it('forgets nothing between rounds that are the same', () => {
    fc.assert(
      fc.property(anyRound, (tools) => {
        const verdicts = Object.entries(tools).flatMap(([tool, letters]) => answers(tool, letters));
        const matrix = matrixOf(
          [1, 2].map((number) => ({ number, verdicts })),
          { a: 1, b: 1, c: 1, d: 1 },
        );
        for (const { forgetting, backwardTransfer } of [...matrix.tools, ...matrix.batches, matrix])
          expect([forgetting?.value ?? 0, backwardTransfer?.value ?? 0]).toEqual([0, 0]);
      }),
      { numRuns: 25 },
    );
  });
});
