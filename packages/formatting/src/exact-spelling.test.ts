import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactSpelling } from './exact-spelling.ts';
import { lineSpeller } from './spell-line.ts';

describe('exactSpelling', () => {
  // Each text was read by pandas 3.1.1 (pandas.io.json.ujson_loads) as the very number. It reads 0.35, 0.350 and 0.3500 as
  // 0.35000000000000003, 1e23 as 1.0000000000000001e+23, and refuses 200000000000000000000 ("Value is too big!").
  it.each([
    [0.35, '0.350000'],
    [-0.35, '-0.350000'],
    [0.07, '0.07'],
    [0.5, '0.5'],
    [3, '3'],
    [-12, '-12'],
    [1e21, '1e+21'],
    [2e20, '2e20'],
    [1e23, '0.100000e24'],
    [1 / 3, '3.333333333333333e-1'],
    [12345678901234567000, '12345678901234567000'],
    [-(2 ** 63), '-9.223372036854776e18'],
  ])('spells %d as %s', (value, text) => expect(exactSpelling(value)).toBe(text));

  it('gives a text of the very value', () => {
    const numbers = fc.oneof(
      fc.double({ noDefaultInfinity: true, noNaN: true }),
      fc.tuple(fc.integer(), fc.nat(9)).map(([digits, places]) => digits / 10 ** places),
    );
    // JSON.stringify has no text for -0 either.
    fc.assert(
      fc.property(numbers, (value) => JSON.parse(exactSpelling(value)) === value),
      { numRuns: 2000 },
    );
  });
});

describe('lineSpeller', () => {
  const spell = lineSpeller([
    { name: 'prompt', dtype: 'json' },
    { name: 'note', dtype: 'string' },
  ]);
  it('makes texts of the columns of json, all the same but for the numbers', () => {
    const prompt = [{ b: 0.35, a: 'costs 0.35, [0.35] "0.35"', c: [null, true, {}, -1.5, { 'é"': 2 }] }];
    const spelled = JSON.parse(spell?.(JSON.stringify({ prompt, note: ':0.35' })) ?? '');
    expect(spelled).toEqual({ prompt: JSON.stringify(prompt).replace('"b":0.35', '"b":0.350000'), note: ':0.35' });
  });
  it('leaves lines alone that hold whole numbers only, and data sets without such columns', () => {
    expect(spell?.(JSON.stringify({ prompt: [{ a: 1, b: 'version 0.35' }], note: '' }))).toBeUndefined();
    expect(lineSpeller([{ name: 'note', dtype: 'string' }])).toBeUndefined();
  });
});
