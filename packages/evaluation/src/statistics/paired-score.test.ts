import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PairedCounts, pairedScore, pairedScoreInterval } from './paired-score.ts';

const anyCounts = fc
  .tuple(fc.nat(20), fc.nat(20), fc.nat(20))
  .filter(([lost, gained, same]) => lost + gained + same > 0)
  .map(([lost, gained, same]): PairedCounts => ({ lost, gained, of: lost + gained + same }));
const swapped = ({ lost, gained, of }: PairedCounts) => ({ lost: gained, gained: lost, of });

describe('pairedScoreInterval', () => {
  it('is that of the airway example of Fagerland, Lydersen & Laake (Statistics in Medicine 33, 2014)', () => {
    const { low, high } = pairedScoreInterval({ lost: 7, gained: 1, of: 21 });
    expect(low).toBeCloseTo(-0.517, 3);
    expect(high).toBeCloseTo(-0.026, 3);
  });

  it('holds the change, within -1 to 1, and turns round with it', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const { low, high } = pairedScoreInterval(counts);
        const change = (counts.gained - counts.lost) / counts.of;
        expect(low).toBeLessThanOrEqual(change);
        expect(high).toBeGreaterThanOrEqual(change);
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
        const other = pairedScoreInterval(swapped(counts));
        expect(other.low).toBeCloseTo(-high, 6);
        expect(other.high).toBeCloseTo(-low, 6);
      }),
    );
  });
});

describe('pairedScore', () => {
  it('without a loss to test against is the root of the McNemar statistic', () => {
    expect(pairedScore({ lost: 9, gained: 2, of: 30 }, 0)).toBeCloseTo(7 / Math.sqrt(11), 12);
    expect(pairedScore({ lost: 0, gained: 0, of: 30 }, 0)).toBe(0);
  });

  it.each([0, 0.05, 0.1, 0.37, 0.9])(
    'grows with what was lost and shrinks with what was gained, which puts the largest p on the margin %d',
    (margin) => {
      const against: string[] = [];
      for (const of of [1, 2, 5, 15, 40])
        for (let lost = 0; lost <= of; lost++)
          for (let gained = 0; lost + gained <= of; gained++) {
            const here = pairedScore({ lost, gained, of }, margin);
            const lessLost = lost === 0 ? here : pairedScore({ lost: lost - 1, gained, of }, margin);
            const lessGained = gained === 0 ? here : pairedScore({ lost, gained: gained - 1, of }, margin);
            if (lessLost > here + 1e-12 || lessGained < here - 1e-12) against.push(`${lost} ${gained} ${of}`);
          }
      expect(against).toEqual([]);
    },
  );
});
