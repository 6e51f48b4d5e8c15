import { createRandom } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { bootstrapDifference, type PairedCluster } from './bootstrap-difference.ts';

describe('bootstrapDifference', () => {
  it('gives the same interval for the same seed, around the difference', () => {
    const clusters = Array.from({ length: 20 }, (_, tool) => ({ a: 5 + (tool % 3), b: 8 + (tool % 5), of: 15 }));
    const interval = bootstrapDifference(clusters, { random: createRandom(1) });
    expect(bootstrapDifference(clusters, { random: createRandom(1) })).toEqual(interval);
    const sum = (of: (cluster: PairedCluster) => number) => clusters.reduce((sum, cluster) => sum + of(cluster), 0);
    const difference = sum(({ a, b }) => b - a) / sum(({ of }) => of);
    expect(interval.low).toBeLessThan(difference);
    expect(interval.high).toBeGreaterThan(difference);
  });

  it.each([2, 3, 5, 12, 50])(
    'holds no difference in nine of ten samples or more of %d tools that favour A or B by chance',
    (groups) => {
      const random = createRandom(`tools that favour ${groups}`);
      let held = 0;
      for (let trial = 0; trial < 400; trial++) {
        const clusters = Array.from({ length: groups }, () => {
          const favour = (random.next() + random.next() + random.next() - 1.5) * 0.4;
          const cluster = { a: 0, b: 0, of: 15 };
          for (let pair = 0; pair < cluster.of; pair++) {
            if (random.next() < 0.5 - favour / 2) cluster.a++;
            if (random.next() < 0.5 + favour / 2) cluster.b++;
          }
          return cluster;
        });
        const { low, high } = bootstrapDifference(clusters, { random: random.fork(`${trial}`), resamples: 2000 });
        if (low !== null && high !== null && low <= 0 && high >= 0) held++;
      }
      expect(held / 400).toBeGreaterThanOrEqual(0.91);
      expect(held / 400).toBeLessThan(0.99);
    },
  );

  it('gives none for a single tool', () => {
    expect(bootstrapDifference([{ a: 1, b: 4, of: 5 }], { random: createRandom(1) })).toEqual({
      low: null,
      high: null,
    });
  });
});
