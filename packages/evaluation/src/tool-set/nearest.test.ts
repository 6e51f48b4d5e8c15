import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearest, similarityOf } from './nearest.ts';

it('gives what sorting all by similarity would give first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 3 })), fc.nat({ max: 12 }), (scores, count) => {
      const candidates = scores.map((score, at) => ({ score, at }));
      const sorted = candidates.toSorted((a, b) => b.score - a.score).slice(0, count);
      expect(nearest(candidates, count, ({ score }) => score)).toEqual(sorted);
    }),
  );
});

it('is the sum of the products, however long the vectors', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }))), (pairs) => {
      const [a, b] = [0, 1].map((side) => Float32Array.from(pairs, (pair) => pair[side] as number));
      const sum = pairs.reduce((total, [left, right]) => total + left * right, 0);
      expect(similarityOf(a as Float32Array, b as Float32Array)).toBe(sum);
    }),
  );
});
