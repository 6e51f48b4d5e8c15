import { expect, it } from 'vitest';
import { compareOutputs, type Written } from './compare-outputs.ts';

it('tells the same from other bytes, and what only one of the two has', () => {
  const wrote = (files: Record<string, string>): Written<'format'> => ({
    format: { outputs: Object.entries(files).map(([path, sha256]) => ({ path, sha256, rows: null, bytes: 0 })) },
  });
  const files = compareOutputs(wrote({ a: '1', b: '2', c: '3' }), wrote({ a: '1', b: '9', d: '4' }), ['format']);
  expect(files.map(({ path, was, is, isSame }) => [path, was, is, isSame])).toEqual([
    ['a', '1', '1', true],
    ['b', '2', '9', false],
    ['c', '3', null, false],
    ['d', null, '4', false],
  ]);
});
