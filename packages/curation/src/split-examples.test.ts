import { jaccard } from '@imaginarium/similarity';
import fc from 'fast-check';

import { describe, expect, it } from 'vitest';
import type { QueryRow } from './query-row.ts';
import { itemsWanted, splitExamples } from './split-examples.ts';

const SUBJECTS = [
  'the tide at Brest',
  'my parcel',
  'prime numbers',
  'a violet dress',
  'the 18:05 train',
  'old vinyl records',
];
const WORDINGS = ['Tell me all about', 'Tell me all of', 'What do you know about', 'Could somebody check', 'Find'];
const config = { test: 3, validation: 0.2, clusterThreshold: 0.6 };

/** Rows with many near-duplicates, within and across tools. */
const someRows = fc
  .uniqueArray(
    fc.record({
      tool: fc.constantFrom('alpha', 'beta', 'gamma'),
      subject: fc.nat(SUBJECTS.length - 1),
      wording: fc.nat(WORDINGS.length - 1),
      extra: fc.nat(9),
    }),
    { maxLength: 60, selector: (row) => JSON.stringify(row) },
  )
  .map((rows) =>
    rows.map(
      ({ tool, subject, wording, extra }, at): QueryRow => ({
        id: `${tool}/0/${at}`,
        tool,
        query: `${WORDINGS[wording]} ${SUBJECTS[subject]} ${'abcdefghij'[extra]!.repeat(12)}`,
      }),
    ),
  );

describe('splitExamples', () => {
  it('lets no near-duplicate cross a split', () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, seed) => {
        const splits = splitExamples(rows, config, seed);
        for (const left of rows)
          for (const right of rows)
            if (jaccard(left.query, right.query) >= config.clusterThreshold)
              expect(splits.get(left.id)).toBe(splits.get(right.id));
      }),
      { numRuns: 30 },
    );
  });

  it('never holds out more than is asked for, nor more than half of a tool', () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, seed) => {
        const splits = splitExamples(rows, config, seed);
        for (const tool of ['alpha', 'beta', 'gamma']) {
          const own = rows.filter((row) => row.tool === tool);
          const count = (split: string) => own.filter(({ id }) => splits.get(id) === split).length;
          expect(count('test')).toBeLessThanOrEqual(config.test);
          expect(count('validation')).toBeLessThanOrEqual(itemsWanted(config.validation, own.length));
          expect(count('test') + count('validation')).toBeLessThanOrEqual(own.length / 2);
        }
      }),
    );
  });

  it('does not depend on the order of the rows', () => {
    const permuted = someRows.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(permuted, ([rows, shuffled]) => {
        const [one, other] = [splitExamples(rows, config, 7), splitExamples(shuffled, config, 7)];
        for (const { id } of rows) expect(one.get(id)).toBe(other.get(id));
      }),
    );
  });

  const distinct = (count: number): QueryRow[] =>
    Array.from({ length: count }, (_, at) => ({ id: `alpha/0/${at}`, tool: 'alpha', query: `${at}`.repeat(9) }));
  const sizes = (count: number, test: number, validation: number) => {
    const splits = [...splitExamples(distinct(count), { ...config, test, validation }, 1).values()];
    return ['train', 'validation', 'test'].map((name) => splits.filter((split) => split === name).length);
  };

  it('gives exactly what is asked for where nothing is clustered: a count, a fraction, nothing', () => {
    expect(sizes(60, 15, 0.1)).toEqual([39, 6, 15]);
    expect(sizes(20, 0.2, 0.1)).toEqual([14, 2, 4]);
    expect(sizes(20, 0, 0)).toEqual([20, 0, 0]);
    expect(sizes(10, 15, 0.1)).toEqual([5, 0, 5]);
    expect(sizes(1, 15, 0.5)).toEqual([1, 0, 0]);
  });

  it('splits differently with another seed', () => {
    const test = (seed: number) =>
      [...splitExamples(distinct(40), config, seed)].filter(([, split]) => split === 'test');
    expect(test(1)).not.toEqual(test(2));
  });

  it('keeps one wording of two tools together', () => {
    const rows = distinct(30).flatMap((row) => [row, { ...row, id: row.id.replace('alpha', 'beta'), tool: 'beta' }]);
    const splits = splitExamples(rows, config, 3);
    for (const { id } of distinct(30)) expect(splits.get(id)).toBe(splits.get(id.replace('alpha', 'beta')));
  });
});
