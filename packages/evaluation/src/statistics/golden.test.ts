import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from './holm.ts';
import { mcnemarExact } from './mcnemar-exact.ts';
import { passHatK } from './pass-hat-k.ts';
import { studentT95 } from './student-t.ts';

describe('against values of scipy 1.17.1 and statsmodels', () => {
  it.each([
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [3, 3.1824463052837078],
    [4, 2.7764451050977934],
    [11, 2.200985160091639],
    [12, 2.1788128296672284],
    [49, 2.0095752371292392],
    [50, 2.008559112100761],
    [499, 1.9647293909876886],
    [14_789, 1.9601244052644573],
  ])('scipy.stats.t.ppf(0.975, %d)', (degrees, expected) => {
    expect(studentT95(degrees)).toBeCloseTo(expected, 9);
  });

  it.each([
    [0, 0, 1],
    [0, 1, 1],
    [6, 0, 0.03125],
    [1, 8, 0.0390625],
    [5, 5, 1],
    [12, 3, 0.03515625],
    [40, 70, 0.005447429511444476],
    [120, 190, 8.342570746636841e-5],
    [900, 1010, 0.012608304160630267],
    [0, 2000, 0],
    [4000, 4100, 0.2713310871439323],
  ])('scipy.stats.binomtest of %d against %d', (onlyA, onlyB, expected) => {
    const p = mcnemarExact(onlyA, onlyB);
    expect(Math.abs(p - expected)).toBeLessThanOrEqual(1e-10 * expected);
    expect(mcnemarExact(onlyB, onlyA)).toBe(p);
  });

  it.each([
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    [
      [0.5, 0.5, 0.9],
      [1, 1, 1],
    ],
    [
      [0.001, 0.2, 0.2, 0.04, 0.0004],
      [0.004, 0.4, 0.4, 0.12, 0.002],
    ],
    [[], []],
  ])('statsmodels multipletests(%j, method="holm")', (ps, expected) => {
    const adjusted = holm(ps);
    expect(adjusted).toHaveLength(expected.length);
    for (const [index, p] of adjusted.entries()) expect(p).toBeCloseTo(expected[index] ?? Number.NaN, 12);
  });
});

describe('weighted holm', () => {
  it('steps down by p over weight, each with the share of the level that is left to it', () => {
    // By hand: 0.01 / 0.5 goes first with 0.01 * 1 / 0.5; then 0.011 / 0.25 with 0.011 * 0.5 / 0.25; then 0.2 with all the rest.
    const adjusted = holm([0.2, 0.01, 0.011], [0.25, 0.5, 0.25]);
    for (const [index, expected] of [0.2, 0.02, 0.022].entries()) expect(adjusted[index]).toBeCloseTo(expected, 12);
    expect(holm([0.03, 0.02], [3, 1]).map((p) => p.toFixed(12))).toEqual(['0.040000000000', '0.040000000000']);
  });

  it('is that without weights where all weigh the same, and never below p', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (ps) => {
        const plain = holm(ps);
        const even = holm(
          ps,
          ps.map(() => 0.05 / 7),
        );
        for (const [index, p] of plain.entries()) {
          expect(even[index]).toBeCloseTo(p, 9);
          expect(p).toBeGreaterThanOrEqual(ps[index] ?? 0);
        }
      }),
    );
  });
});

describe('passHatK', () => {
  it('is the share of the k-subsets of the runs that are all right', () => {
    expect(passHatK(3, 4, 1)).toBe(3 / 4);
    expect(passHatK(3, 4, 2)).toBeCloseTo(3 / 6, 12);
    expect(passHatK(3, 4, 3)).toBeCloseTo(1 / 4, 12);
    expect(passHatK(3, 4, 4)).toBe(0);
    expect(passHatK(0, 4, 2)).toBe(0);
    expect(passHatK(4, 4, 4)).toBe(1);
  });
});
