import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClosestName } from './closest-name.ts';
import { hasPython, runPython } from './testing/run-python.ts';

describe('createClosestName', () => {
  it('finds the name with the highest ratio', () => {
    const closest = createClosestName(['get_weather_today', 'forecast_weather', 'add_date']);
    expect(closest('weather_forecast')).toBe('get_weather_today');
    expect(closest('adddate')).toBe('add_date');
  });

  it('takes the greater of two names that are equally close, by code points', () => {
    expect(createClosestName(['xa', 'xc', 'xb'])('x')).toBe('xc');
    // As UTF-16 units, which JavaScript compares, the order is the reverse.
    expect(createClosestName(['x😀', 'x\uffee'])('x')).toBe('x😀');
    expect(createClosestName(['x\uffee', 'x😀'])('x')).toBe('x😀');
  });

  it('finds none where no code point is shared', () => {
    expect(createClosestName(['abc'])('xyz')).toBeUndefined();
    expect(createClosestName([])('xyz')).toBeUndefined();
    expect(createClosestName(['abc'])('')).toBeUndefined();
  });

  it.skipIf(!hasPython)('finds what the python3 of this machine finds (skipped without one)', () => {
    const name = fc.string({ unit: fc.constantFrom(...'abcdAB_% 1é😀\uffee'), maxLength: 16 });
    const cases = fc.sample(fc.tuple(name, fc.uniqueArray(name, { minLength: 1, maxLength: 12 })), 2_000);
    const program = `import sys,json,difflib
print(json.dumps([(difflib.get_close_matches(w,ns,n=1,cutoff=0.001) or [None])[0] for w,ns in json.load(sys.stdin)]))`;
    const ours = cases.map(([written, names]) => createClosestName(names)(written) ?? null);
    expect(ours).toEqual(runPython(program, cases));
  });
});
