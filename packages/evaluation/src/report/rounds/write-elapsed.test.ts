import { expect, it } from 'vitest';
import { elapsed } from './write-elapsed.ts';

it.each([
  [0, '0 ms'],
  [640, '640 ms'],
  [12_300, '12.3 s'],
  [59_600, '1 min 0 s'],
  [245_000, '4 min 5 s'],
  [3_599_600, '1 h 0 min'],
  [7_380_000, '2 h 3 min'],
  [-5, '0 ms'],
])('writes %d milliseconds as %s', (milliseconds, written) => {
  expect(elapsed(milliseconds)).toBe(written);
});
