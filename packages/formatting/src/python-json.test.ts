import { describe, expect, it } from 'vitest';
import { pythonJson } from './python-json.ts';

describe('pythonJson', () => {
  // Pairs made with Python 3.11: json.dumps(json.loads(text), ensure_ascii=False).
  it.each([
    ['{"a":1,"b":[1,2,{"c":null}],"a":2}', '{"a": 2, "b": [1, 2, {"c": null}]}'],
    ['"\\u00e9\\n\\u0001"', '"é\\n\\u0001"'],
    ['"\\ud83d\\ude00"', '"😀"'],
    [' [ ] ', '[]'],
    ['1.0', '1.0'],
    ['1.50', '1.5'],
    ['1e5', '100000.0'],
    ['1e16', '1e+16'],
    ['1.5e-7', '1.5e-07'],
    ['0.0001', '0.0001'],
    ['0.00001', '1e-05'],
    ['-0', '0'],
    ['-0.0', '-0.0'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['1e999', 'Infinity'],
    ['NaN', 'NaN'],
  ])('%s → %s', (text, expected) => expect(pythonJson(text)).toBe(expected));
  it.each(['', '01', '[1,]', '"a\tb"', 'tru', '1.', '{"a" 1}', '[1 2]', '22 °C'])('refuses %j', (text) =>
    expect(pythonJson(text)).toBeUndefined(),
  );
});
