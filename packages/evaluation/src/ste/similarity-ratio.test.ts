import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePointsOf, sequenceOf, similarityRatio } from './similarity-ratio.ts';
import { hasPython, runPython } from './testing/run-python.ts';

const ratio = (a: string, b: string) => similarityRatio(codePointsOf(a), sequenceOf(codePointsOf(b)));

// Printed by `difflib.SequenceMatcher(None, a, b).ratio()` of CPython 3.11.
const GOLDEN: readonly (readonly [string, string, number])[] = [
  ['', '', 1],
  ['', 'a', 0],
  ['abc', 'abc', 1],
  ['abc', 'cba', 0.3333333333333333],
  ['add_dates', 'add_date', 0.9411764705882353],
  ['weather', 'get_weather_today', 0.5833333333333334],
  ['GetExchangeRate', 'exchange%%Get rate', 0.6666666666666666],
  ['aaaa', 'aa', 0.6666666666666666],
  ['lemon tart', 'melon', 0.4],
  ['melon', 'lemon tart', 0.4],
  ['kettle on', 'on kettle', 0.6666666666666666],
  ['ZebraCount', 'zebra_count', 0.7619047619047619],
  ['été', 'ete', 0.3333333333333333],
  ['a😀b😀', '😀ab', 0.5714285714285714],
  ['ab'.repeat(60), 'ab'.repeat(110), 0.7058823529411765],
  ['x'.repeat(250), 'x'.repeat(250), 1],
  [`${'lantern'.repeat(3)}${'0123456789'.repeat(20)}`, `lantern${'9876543210'.repeat(21)}`, 0.0319634703196347],
  ['harbour bell '.repeat(17), 'bell harbour '.repeat(18), 0],
  [`${'abcdefghij'.repeat(20)}tail`, `tail${'abcdefghij'.repeat(20)}`, 0.0196078431372549],
];

describe('similarityRatio', () => {
  it.each(GOLDEN)('gives what CPython gives: %j %j', (a, b, expected) => {
    expect(ratio(a, b)).toBe(expected);
  });

  it.skipIf(!hasPython)('gives what the python3 of this machine gives, to the last bit (skipped without one)', () => {
    const alphabet = fc.constantFrom(...'abcdeAB_% 01é😀𝒳\u{10ffff}');
    const text = fc.oneof(
      { weight: 20, arbitrary: fc.string({ unit: alphabet, maxLength: 40 }) },
      { weight: 1, arbitrary: fc.string({ unit: alphabet, minLength: 190, maxLength: 260 }) },
    );
    const pairs = fc.sample(fc.tuple(text, text), 3_000);
    const program =
      'import sys,json,difflib; print(json.dumps([difflib.SequenceMatcher(None,a,b).ratio() for a,b in json.load(sys.stdin)]))';
    expect(pairs.map(([a, b]) => ratio(a, b))).toEqual(runPython(program, pairs));
  });
});
