import { createRandom } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { clusteredLossP, leastClusteredLoss } from './clustered-loss-p.ts';
import { studentTail } from './student-t.ts';

describe('studentTail', () => {
  it.each([-3, -0.4, 0, 0.7, 5])('has the closed forms of one and two degrees at %d', (t) => {
    expect(studentTail(t, 1)).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 12);
    expect(studentTail(t, 2)).toBeCloseTo(0.5 - t / (2 * Math.sqrt(2 + t ** 2)), 12);
  });
});

describe('clusteredLossP', () => {
  it('of clusters of one size is the one-sample t test of their losses', () => {
    const losses = [0.4, 0.2, 0, 0.6, 0.3, 0.4];
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / (losses.length - 1);
    const clusters = losses.map((loss) => ({ a: 10 * loss, b: 0, of: 10 }));
    expect(clusteredLossP(clusters, 0.1)).toBeCloseTo(
      studentTail((mean - 0.1) / Math.sqrt(variance / losses.length), losses.length - 1),
      12,
    );
  });

  it('is the level at the least loss that it would show', () => {
    const shifted = (by: number) => [5, 7, 4, 8, 6, 6].map((lost) => ({ a: lost + by, b: 0, of: 100 }));
    const least = leastClusteredLoss(shifted(0), 0.1, 0.01) ?? 0;
    expect(clusteredLossP(shifted(100 * (least - 0.06)), 0.1)).toBeCloseTo(0.01, 4);
    expect(
      leastClusteredLoss(
        [
          { a: 9, b: 0, of: 10 },
          { a: 0, b: 9, of: 10 },
        ],
        0.1,
        0.01,
      ),
    ).toBeNull();
  });

  it('tells nothing of one cluster, and is certain where clusters lose alike', () => {
    expect(clusteredLossP([{ a: 9, b: 0, of: 10 }], 0)).toBe(1);
    expect(
      clusteredLossP(
        [
          { a: 9, b: 0, of: 10 },
          { a: 0, b: 0, of: 0 },
        ],
        0,
      ),
    ).toBe(1);
    const alike = [
      { a: 9, b: 5, of: 10 },
      { a: 9, b: 5, of: 10 },
    ];
    expect([clusteredLossP(alike, 0.1), clusteredLossP(alike, 0.5)]).toEqual([0, 1]);
  });

  it.each([3, 12, 50])('calls a loss at the margin one in about one of twenty samples of %d tools', (groups) => {
    const random = createRandom(`loss ${groups}`);
    let called = 0;
    for (let sample = 0; sample < 2000; sample++) {
      const clusters = Array.from({ length: groups }, () => {
        const loss = 0.1 + (random.next() - 0.5) * 0.4;
        const cluster = { a: 0, b: 0, of: 15 };
        for (let pair = 0; pair < cluster.of; pair++) {
          if (random.next() < 0.5 + loss / 2) cluster.a++;
          if (random.next() < 0.5 - loss / 2) cluster.b++;
        }
        return cluster;
      });
      if (clusteredLossP(clusters, 0.1) <= 0.05) called++;
    }
    expect(called / 2000).toBeGreaterThan(0.035);
    expect(called / 2000).toBeLessThan(0.065);
  });
});
