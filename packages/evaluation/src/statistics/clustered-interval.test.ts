import { createRandom, type Random } from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusteredInterval, type ShareCluster } from './clustered-interval.ts';

const clusterOf = (count: number, of: number): ShareCluster => ({ count, of });

/** Items that copy their tool's coin with chance sqrt(correlation): an intra-cluster correlation of just that (Lunn & Davies, 1998). */
function sample(random: Random, share: number, clusters: number, correlation: number): ShareCluster[] {
  return Array.from({ length: clusters }, () => {
    const toolIsRight = random.next() < share;
    const of = 1 + random.int(30);
    let count = 0;
    for (let item = 0; item < of; item++)
      if (random.next() < Math.sqrt(correlation) ? toolIsRight : random.next() < share) count++;
    return clusterOf(count, of);
  });
}

describe('clusteredInterval', () => {
  it.each([0.05, 0.3, 0.77, 0.97])(
    'holds a true share of %d in 90 % of samples or more, however few and unequal the tools',
    (share) => {
      const random = createRandom(`coverage ${share}`);
      for (const clusters of [5, 12, 50]) {
        for (const correlation of [0, 0.1, 0.3]) {
          let held = 0;
          for (let trial = 0; trial < 400; trial++) {
            const { low, high } = clusteredInterval(sample(random, share, clusters, correlation));
            if (low !== null && high !== null && low <= share && share <= high) held++;
          }
          expect(held / 400, `${clusters} clusters, correlation ${correlation}`).toBeGreaterThanOrEqual(0.9);
        }
      }
    },
  );

  it('holds the share itself and stays within 0 and 1', () => {
    const cluster = fc
      .integer({ min: 1, max: 40 })
      .chain((of) => fc.integer({ min: 0, max: of }).map((count) => clusterOf(count, of)));
    fc.assert(
      fc.property(fc.array(cluster, { minLength: 2, maxLength: 60 }), (clusters) => {
        const of = clusters.reduce((sum, cluster) => sum + cluster.of, 0);
        const share = clusters.reduce((sum, { count }) => sum + count, 0) / of;
        const { low, high } = clusteredInterval(clusters);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(share);
        expect(high).toBeGreaterThanOrEqual(share);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('leaves room at 0 % and at 100 %, the same on both sides, less with more tools', () => {
    const allRight = (tools: number) => clusteredInterval(Array.from({ length: tools }, () => clusterOf(15, 15)));
    const allWrong = clusteredInterval(Array.from({ length: 50 }, () => clusterOf(0, 15)));
    expect(allRight(50).high).toBe(1);
    expect(allRight(50).low).toBeCloseTo(0.96, 2);
    expect(allWrong.low).toBe(0);
    expect(allWrong.high).toBeCloseTo(1 - (allRight(50).low ?? 0), 10);
    expect(allRight(5).low).toBeLessThan(allRight(50).low ?? 0);
  });

  it('is wider when tools differ from each other than when they do not', () => {
    const width = (clusters: ShareCluster[]) => {
      const { low, high } = clusteredInterval(clusters);
      return (high ?? 0) - (low ?? 0);
    };
    const alike = Array.from({ length: 20 }, () => clusterOf(10, 20));
    const apart = Array.from({ length: 20 }, (_, tool) => clusterOf(tool % 2 === 0 ? 20 : 0, 20));
    expect(width(apart)).toBeGreaterThan(2 * width(alike));
  });

  it('gives none for fewer than two clusters that hold anything', () => {
    expect(clusteredInterval([])).toEqual({ low: null, high: null });
    expect(clusteredInterval([clusterOf(3, 15), clusterOf(0, 0)])).toEqual({ low: null, high: null });
  });
});
