import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPythonJson } from './python-json.ts';
import { pythonStr, pythonStrip, pythonValue } from './python-text.ts';
import { hasPython, runPython } from './testing/run-python.ts';

const strOf = (text: string) => {
  const value = loadPythonJson(text);
  return value === undefined ? undefined : pythonStr(value);
};

describe('loadPythonJson and pythonStr', () => {
  it.each([
    ['1', '1'],
    ['-0', '0'],
    ['1.0', '1.0'],
    ['1e-5', '1e-05'],
    ['0.0001', '0.0001'],
    ['1E16', '1e+16'],
    ['1e15', '1000000000000000.0'],
    ['-0.0', '-0.0'],
    ['5e-324', '5e-324'],
    ['1e999', 'inf'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['NaN', 'nan'],
    ['-Infinity', '-inf'],
    ['true', 'True'],
    ['null', 'None'],
    ['" as it is "', ' as it is '],
    ['[1, "it\'s", "say \\"x\\"", "b\'\\""]', `[1, "it's", 'say "x"', 'b\\'"']`],
    ['{"2": null, "1": [true, {}], "2": 0.5}', "{'2': 0.5, '1': [True, {}]}"],
    ['["tab\\t\\u0085\\u200b\\u00a0é😀\\ud800\\\\"]', "['tab\\t\\x85\\u200b\\xa0é😀\\ud800\\\\']"],
  ])('reads and writes %s as Python does', (text, expected) => {
    expect(strOf(text)).toBe(expected);
  });

  it.each([
    '',
    '{',
    '{"a":1,}',
    "{'a':1}",
    '01',
    '1.',
    '+1',
    '.5',
    '"tab\t"',
    '"\\x"',
    '"\\u12"',
    '[1 2]',
    '1 1',
    'nan',
    '"open',
  ])('refuses %j as Python does', (text) => {
    expect(loadPythonJson(text)).toBeUndefined();
  });

  it('bounds the digits of whole numbers as Python does', () => {
    expect(strOf(`-${'9'.repeat(4_300)}`)).toBe(`-${'9'.repeat(4_300)}`);
    expect(strOf('9'.repeat(4_301))).toBeUndefined();
  });

  it('keeps keys that JavaScript objects treat apart', () => {
    expect(strOf('{"__proto__": 1, "toString": 2}')).toBe("{'__proto__': 1, 'toString': 2}");
  });

  it('refuses what is nested too deeply instead of exhausting the stack', () => {
    expect(loadPythonJson('['.repeat(100_000))).toBeUndefined();
  });

  it('reads a long text that is never closed in linear time', () => {
    expect(loadPythonJson(`{"a": "${'b\\n'.repeat(200_000)}`)).toBeUndefined();
  });

  it.skipIf(!hasPython)('agrees with the python3 of this machine (skipped without one)', () => {
    // Code points old enough for both to know the same of them: which are printable depends on the version of Unicode.
    const unit = fc.constantFrom(
      ...'abZ 09\'"\\/\n\t\u0000\u007f\u0085\u00a0\u00adéßİΣς\u200b\u2028\u3000\ue000\ufeff\uffff😀𝒳',
    );
    const texts = fc.sample(fc.json({ maxDepth: 3, stringUnit: unit }), 2_000);
    const numbers = fc.sample(fc.double(), 1_000).map((value) => JSON.stringify(value));
    const program = `import sys,json
print(json.dumps([str(json.loads(t)).strip().lower().encode('utf-8','surrogatepass').hex() for t in json.load(sys.stdin)]))`;
    const hex = (text: string) => Buffer.from(text, 'utf8').toString('hex');
    const ours = [...texts, ...numbers].map((text) => hex(pythonStrip(strOf(text) as string).toLowerCase()));
    expect(ours).toEqual(runPython(program, [...texts, ...numbers]));
  });

  it('writes what JavaScript has read in the same way', () => {
    expect(pythonStr(pythonValue({ a: [1, 1.5, 1e21, 1e-7, null, false], b: 'c' }))).toBe(
      "{'a': [1, 1.5, 1000000000000000000000, 1e-07, None, False], 'b': 'c'}",
    );
  });
});

it('strips what Python counts as white space, and nothing else', () => {
  expect(pythonStrip('\x1c\x85\u3000 a b \u2028\n')).toBe('a b');
  expect(pythonStrip('\ufeffa')).toBe('\ufeffa');
  expect(pythonStrip('   ')).toBe('');
});
