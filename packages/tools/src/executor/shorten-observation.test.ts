import type { JsonValue } from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenObservation } from './shorten-observation.ts';

const json = fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme' }) as fc.Arbitrary<JsonValue>;
const long = fc.oneof(
  json,
  fc.array(json, { minLength: 5, maxLength: 60 }),
  fc.dictionary(fc.string(), json, { minKeys: 5, maxKeys: 40 }),
  fc.string({ unit: 'binary', minLength: 100, maxLength: 3000 }),
) as fc.Arbitrary<JsonValue>;
const limit = fc.integer({ min: 64, max: 600 });

describe('shortenObservation', () => {
  it('keeps JSON valid and within the bound, for any JSON and any bound', () => {
    fc.assert(
      fc.property(long, limit, (content, bound) => {
        fc.pre(typeof content !== 'string');
        const shortened = shortenObservation(content, bound);
        expect(shortened.content.length).toBeLessThanOrEqual(bound);
        expect(() => JSON.parse(shortened.content)).not.toThrow();
        const full = JSON.stringify(content).length;
        expect(shortened.fullLength).toBe(full > bound ? full : undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('cuts text within the bound, between characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 900 }), limit, (text, bound) => {
        fc.pre(!/^\s*[[{]/.test(text));
        const { content, fullLength } = shortenObservation(text, bound);
        expect(content.length).toBeLessThanOrEqual(bound);
        expect(content.isWellFormed()).toBe(true);
        if (fullLength === undefined) expect(content).toBe(text);
        else expect(content).toMatch(/… \[\d+ more characters\]$/);
      }),
    );
  });

  it('is stable for keys that look like its own marker, and for keys longer than the bound', () => {
    const marked = Object.fromEntries(Array.from({ length: 80 }, (_, at) => ['…'.repeat(at + 1), at]));
    for (const content of [marked, { ['k'.repeat(500)]: 1 }, [{ ['k'.repeat(500)]: [marked] }]]) {
      const shortened = shortenObservation(content, 64).content;
      expect(shortened.length).toBeLessThanOrEqual(64);
      expect(() => JSON.parse(shortened)).not.toThrow();
    }
  });

  it('says how much of an array was left out', () => {
    const { content } = shortenObservation(
      Array.from({ length: 100 }, (_, id) => ({ id })),
      100,
    );
    const items = JSON.parse(content);
    expect(items[0]).toEqual({ id: 0 });
    expect(items.at(-1)).toBe(`… ${100 - (items.length - 1)} more items`);
  });

  it('keeps the short members of an object and shortens the long ones', () => {
    const { content, fullLength } = shortenObservation({ id: 7, body: 'b'.repeat(5000), ok: true }, 120);
    expect(JSON.parse(content)).toMatchObject({ id: 7, ok: true, body: expect.stringMatching(/^b+… \[\d+ more/) });
    expect(fullLength).toBeGreaterThan(5000);
  });

  it('treats text that holds a JSON document as the document', () => {
    const text = JSON.stringify(
      { results: Array.from({ length: 50 }, (_, id) => ({ id, name: `name ${id}` })) },
      null,
      2,
    );
    const { content } = shortenObservation(text, 200);
    expect(JSON.parse(content).results[0]).toEqual({ id: 0, name: 'name 0' });
  });

  it('leaves what fits as it is', () => {
    expect(shortenObservation('sunny', 64)).toEqual({ content: 'sunny' });
    expect(shortenObservation({ a: [1, null] }, 64)).toEqual({ content: '{"a":[1,null]}' });
  });
});
