import { describe, expect, it } from 'vitest';
import { binomialAtMost } from './binomial-at-most.ts';
import { pairedLossP } from './paired-loss-p.ts';

interface Outcome {
  readonly lost: number;
  readonly gained: number;
  readonly p: number;
}

function outcomesOf(of: number, margin: number): Outcome[] {
  const outcomes: Outcome[] = [];
  for (let lost = 0; lost <= of; lost++)
    for (let gained = 0; lost + gained <= of; gained++)
      outcomes.push({ lost, gained, p: pairedLossP({ lost, gained, of }, margin) });
  return outcomes;
}

const LOG_FACTORIALS = [0];
for (let n = 1; n <= 20; n++) LOG_FACTORIALS.push((LOG_FACTORIALS[n - 1] ?? 0) + Math.log(n));
const logFactorial = (n: number) => LOG_FACTORIALS[n] ?? Number.NaN;

/** The chance of an outcome, from scratch. */
function chanceOf({ lost, gained }: Outcome, of: number, lose: number, win: number): number {
  const log = (power: number, chance: number) => (power === 0 ? 0 : power * Math.log(chance));
  const rest = of - lost - gained;
  const ways = logFactorial(of) - logFactorial(lost) - logFactorial(gained) - logFactorial(rest);
  return Math.exp(ways + log(lost, lose) + log(gained, win) + log(rest, Math.max(0, 1 - lose - win)));
}

describe('pairedLossP', () => {
  it.each([1, 3, 5, 8, 15, 20].flatMap((of) => [0, 0.1, 0.25].map((margin) => [of, margin] as const)))(
    'calls a loss of %d items and margin %d falsely no oftener than the level, at any discordance',
    (of, margin) => {
      const outcomes = outcomesOf(of, margin);
      for (const level of [0.05, 0.05 / 7, 0.05 / 51]) {
        const called = outcomes.filter(({ p }) => p <= level);
        for (const loss of [margin, margin / 2])
          for (let gain = 0.0017; 2 * gain + loss <= 1; gain += 0.0131) {
            const chance = called.reduce((sum, outcome) => sum + chanceOf(outcome, of, gain + loss, gain), 0);
            expect(chance).toBeLessThanOrEqual(level + 1e-9);
          }
      }
    },
  );

  it('is the whole chance of the worst case where everything was lost', () => {
    expect(pairedLossP({ lost: 5, gained: 0, of: 5 }, 0)).toBeCloseTo(0.5 ** 5, 12);
    expect(pairedLossP({ lost: 15, gained: 0, of: 15 }, 0.1)).toBeCloseTo(0.55 ** 15, 12);
  });

  it('ranks outcomes by their own likeliest discordance (against an enumeration in another language)', () => {
    expect(pairedLossP({ lost: 11, gained: 0, of: 15 }, 0.1)).toBeCloseTo(0.00081, 5);
    expect(pairedLossP({ lost: 8, gained: 0, of: 15 }, 0.1)).toBeCloseTo(0.00636, 5);
    expect(pairedLossP({ lost: 10, gained: 1, of: 15 }, 0)).toBeCloseTo(0.00319, 5);
  });

  it.each([0, 0.1, 0.3])(
    'never takes a loss for more likely where more was lost or less gained, margin %d',
    (margin) => {
      for (const of of [4, 15]) {
        const ps = new Map(outcomesOf(of, margin).map(({ lost, gained, p }) => [`${lost} ${gained}`, p]));
        for (let lost = 1; lost <= of; lost++)
          for (let gained = 0; lost + gained <= of; gained++) {
            const p = ps.get(`${lost} ${gained}`) ?? 0;
            expect(p).toBeLessThanOrEqual((ps.get(`${lost - 1} ${gained}`) ?? 0) + 1e-9);
            if (gained > 0) expect(ps.get(`${lost} ${gained - 1}`)).toBeLessThanOrEqual(p + 1e-9);
          }
      }
    },
  );

  it('is 1 where nothing was lost, and without items', () => {
    expect(pairedLossP({ lost: 0, gained: 0, of: 15 }, 0)).toBeCloseTo(1, 12);
    expect(pairedLossP({ lost: 0, gained: 0, of: 0 }, 0.1)).toBe(1);
  });

  it('goes over into the approximation without a jump in what is concluded', () => {
    const exact = pairedLossP({ lost: 20, gained: 5, of: 60 }, 0.1);
    const near = pairedLossP({ lost: 20, gained: 5, of: 61 }, 0.1);
    expect(Math.abs(Math.log(exact / near))).toBeLessThan(0.3);
  });
});

describe('binomialAtMost', () => {
  it.each([
    [3, 15, 0.6, 0.001927769227264001],
    [0, 5, 0.6, 0.01024],
    [20, 100, 0.4, 1.6411877902122085e-5],
  ])('sums %d or fewer of %d at %d', (count, of, share, expected) => {
    expect(binomialAtMost(count, of, share) / expected).toBeCloseTo(1, 10);
  });

  it('is 1 at all of them or where nothing is asked, and 0 short of certainty', () => {
    expect([binomialAtMost(5, 5, 0.9), binomialAtMost(0, 5, 0), binomialAtMost(4, 5, 1)]).toEqual([1, 1, 0]);
  });
});
