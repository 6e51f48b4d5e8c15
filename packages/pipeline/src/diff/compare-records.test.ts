import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareRecords } from './compare-records.ts';

const rows = (...hashes: [file: string, hash: string][]) =>
  hashes.map(([file, hash], at) => ({ file, hash, line: at + 1 }));

it('counts equal records one to one, and tells a record that changed its split', () => {
  const a = rows(['train', 'x'], ['train', 'x'], ['train', 'y'], ['test', 'z']);
  const b = rows(['train', 'x'], ['test', 'y'], ['test', 'z'], ['test', 'w']);
  expect(compareRecords(a, b)).toEqual({
    a: 4,
    b: 4,
    same: 2,
    moved: 1,
    lost: 1,
    added: 1,
    overlap: 0.6,
    firstLost: ['train:2'],
    firstAdded: ['test:4'],
  });
});

it('loses no record, whatever is in both', () => {
  const side = fc.array(fc.tuple(fc.constantFrom('train', 'test'), fc.constantFrom('u', 'v', 'w')), { maxLength: 12 });
  fc.assert(
    fc.property(side, side, (left, right) => {
      const { a, b, same, moved, lost, added } = compareRecords(rows(...left), rows(...right));
      expect([same + moved + lost, same + moved + added]).toEqual([a, b]);
    }),
  );
});
