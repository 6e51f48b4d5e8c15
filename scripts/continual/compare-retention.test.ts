import { gateConfigSchema, type Metric, type RoundReport } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { compareRetention, isReplayShown } from './compare-retention.ts';

const ITEMS = 10;

/** A report of two rounds: each tool's right calls of ten when it was learned in round 1 and after round 2; one tool is new. */
function reportOf(
  old: readonly (readonly [learned: number, now: number])[],
  change: [number, number, number],
): RoundReport {
  const cell = (count: number): Metric => ({ value: count / ITEMS, count, of: ITEMS, low: 0, high: 1, clusters: 1 });
  const row = (name: string, learnedIn: number, cells: (Metric | null)[]) => ({
    ...{ name, tools: [name], learnedIn, cells },
    ...{ forgetting: null, backwardTransfer: null },
  });
  const [value, low, high] = change;
  const matrix = {
    ...{ profile: 'strict', metric: 'correct', rounds: [1, 2], batches: [], average: [], forgetting: null },
    tools: [
      ...old.map(([learned, now], at) => row(`old_${at}`, 1, [cell(learned), cell(now)])),
      row('new', 2, [null, cell(9)]),
    ],
    backwardTransfer: { value, low, high, of: old.length },
  };
  const gate = { config: gateConfigSchema.parse({}) };
  return { matrices: [matrix], rounds: [{ gate }, { gate }] } as unknown as RoundReport;
}

const learned = (now: number, tools = 6): [number, number][] => Array.from({ length: tools }, () => [8, now]);

describe('compareRetention', () => {
  it('tells a collapse, a hold and a difference by their intervals', () => {
    const comparison = compareRetention(
      reportOf(learned(1), [-0.7, -0.8, -0.6]),
      reportOf(learned(8), [0, -0.05, 0.05]),
    );
    expect(comparison.withoutReplay).toMatchObject({ fate: 'collapsed' });
    expect(comparison.withoutReplay.learned).toBeCloseTo(0.8);
    expect(comparison.withoutReplay.now).toBeCloseTo(0.1);
    expect(comparison.withReplay).toMatchObject({ fate: 'held' });
    expect(comparison.difference).toMatchObject({ of: 60, low: expect.any(Number) });
    expect(comparison.difference.value).toBeCloseTo(0.7);
    expect(isReplayShown(comparison)).toBe(true);
  });

  it.each([
    ['lost', [-0.2, -0.35, -0.05]],
    ['cannot-tell', [-0.2, -0.6, 0.2]],
    ['held', [-0.05, -0.1, 0]],
    ['lost', [-0.45, -0.55, -0.39]],
    ['collapsed', [-0.5, -0.6, -0.41]],
  ] as const)('says %s of a change of %j from 80 %% and a margin of 10', (fate, change) => {
    const report = reportOf(learned(5), [...change]);
    expect(compareRetention(report, report).withReplay.fate).toBe(fate);
  });

  it('does not take a difference for shown that rests on one tool in six', () => {
    const without = reportOf([[8, 0], ...learned(8, 5)], [-0.1, -0.3, 0]);
    const having = reportOf(learned(8), [0, 0, 0]);
    const comparison = compareRetention(without, having);
    expect(comparison.difference.value).toBeCloseTo(8 / 60);
    expect(isReplayShown(comparison)).toBe(false);
  });

  it('pairs tools by name and refuses reports that do not match', () => {
    const report = reportOf(learned(8), [0, 0, 0]);
    expect(() => compareRetention(report, reportOf(learned(8, 5), [0, 0, 0]))).toThrow(RangeError);
    expect(() => compareRetention(reportOf([], [0, 0, 0]), reportOf([], [0, 0, 0]))).toThrow(RangeError);
  });
});
