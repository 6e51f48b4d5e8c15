import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jaccard, jaccardWith, shinglesOf } from './jaccard.ts';
import { normaliseText } from './normalise-text.ts';

/** The definition, word for word: sets of strings. */
function jaccardOfSets(a: string, b: string): number {
  const shingles = (text: string): Set<string> => {
    const normal = normaliseText(text);
    if (normal.length < 5) return new Set([normal]);
    return new Set(Array.from({ length: normal.length - 4 }, (_, at) => normal.slice(at, at + 5)));
  };
  const [left, right] = [shingles(a), shingles(b)];
  const shared = [...left].filter((shingle) => right.has(shingle)).length;
  return shared / (left.size + right.size - shared);
}

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '日', '😀'), maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 400 }),
);

describe('jaccard', () => {
  it('equals the definition over sets of 5-grams, and is symmetric and bounded', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const similarity = jaccard(a, b);
        expect(similarity).toBe(jaccardOfSets(a, b));
        expect(similarity).toBe(jaccard(b, a));
        expect(similarity).toBe(jaccardWith(a)(shinglesOf(b)));
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is 1 for texts that differ in case, spacing or compatibility forms only', () => {
    expect(jaccard('What time is it in Paris?', '  what TIME\tis it\nin ｐａｒｉｓ?')).toBe(1);
    expect(jaccard('', '  ')).toBe(1);
    expect(jaccard('', 'a')).toBe(0);
  });
});

describe('normaliseText', () => {
  it('changes nothing the second time, and leaves no space but single inner ones', () => {
    fc.assert(
      fc.property(text, (value) => {
        const once = normaliseText(value);
        expect(normaliseText(once)).toBe(once);
        expect(once).not.toMatch(/^\s|\s$|\s\s|[^\S ]/);
      }),
    );
  });
});
