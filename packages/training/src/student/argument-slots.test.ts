import type { JsonObject } from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argumentLeaves, objectFromLeaves } from './argument-leaves.ts';
import { KNOWN, learnArguments } from './argument-slots.ts';
import { dateFromText } from './date-from-text.ts';
import { encodeQuery } from './encode-query.ts';
import type { Lesson } from './lesson.ts';
import { normalisers } from './normalisers.ts';
import { numberFromText } from './number-from-text.ts';

function formsOf(rows: readonly (readonly [query: string, args: JsonObject])[]): Record<string, unknown> {
  const lessons = rows.map(
    ([query, args]): Lesson => ({
      line: 1,
      query: encodeQuery(query),
      offered: null,
      call: { tool: 't', arguments: args },
      observation: null,
      answer: null,
    }),
  );
  return Object.fromEntries(learnArguments(lessons).slots.map(({ path, forms }) => [path, forms]));
}

const copy = (...parts: unknown[]) => ({ kind: 'copy', parts });

describe('learnArguments finds how values follow from queries', () => {
  it('by the spelling of dates that the records want', () => {
    const rows = [
      ['How long since May 3, 2011?', { since: '2011/05/03' }],
      ['Count from 2019-12-24 on.', { since: '2019/12/24' }],
      ['Days since 7 June 1999?', { since: '1999/06/07' }],
    ] as const;
    expect(formsOf(rows)).toEqual({ '/since': [copy({ hole: 'date year/month/day' })] });
  });

  it('by templates with copied parts', () => {
    const rows = [3, 5, 7, 8].map(
      (count) => [`Roll ${count} dice of ${count + 3} sides`, { roll: `${count}d${count + 3}` }] as const,
    );
    expect(formsOf(rows)).toEqual({ '/roll': [copy({ hole: 'number' }, { text: 'd' }, { hole: 'number' })] });
  });

  it('by phrases that stand for codes', () => {
    const names = { 'Swiss francs': 'CHF', yen: 'JPY', euros: 'EUR', 'pounds sterling': 'GBP' };
    const rows = Object.entries(names).flatMap(([name, code]) =>
      [1, 2, 3].map((amount) => [`Spell ${amount} ${name} out`, { money: code }] as const),
    );
    expect(formsOf(rows)).toEqual({ '/money': [copy({ hole: KNOWN })] });
  });

  it('by leaving out what most leave out', () => {
    const rows = [
      ['Wake me', {}],
      ['Wake me loudly', { volume: 'high' }],
      ['Wake me, loudly please', { volume: 'high' }],
    ] as const;
    expect(formsOf(rows)).toEqual({ '/volume': [{ kind: 'omit' }, { kind: 'constant', value: 'high' }] });
  });

  it('without taking one wrong value for a choice', () => {
    const words = ['alder', 'birch', 'cedar', 'maple', 'larch', 'rowan'];
    const rows = words.map((word) => [`What rhymes with ${word}?`, { word }] as const);
    expect(formsOf([...rows, ['What rhymes with hazel?', { word: 'birch' }]])).toEqual({
      '/word': [copy({ hole: 'text' })],
    });
  });
});

describe('readers of spans', () => {
  it.each([
    ['12,948', 12948],
    ['-3.5', -3.5],
    ['seven', 7],
    ['5 100', undefined],
    ['1,23', undefined],
  ])('number %s: %s', (text, value) => {
    expect(numberFromText(text)).toBe(value);
  });

  it('reads every spelling of a date alike', () => {
    for (const text of ['2014-03-09', '9 March 2014', 'March 9, 2014', '9th of March 2014', '09.03.2014']) {
      expect(dateFromText(text)).toEqual({ year: 2014, month: 3, day: 9 });
    }
    expect(dateFromText('2014-13-09')).toBeUndefined();
  });

  it.each([
    ['without spaces', 'AT23 4219', 'AT234219'],
    ['comma list', 'letters, words and vowels', 'letters,words,vowels'],
    ['underscored', 'Calling code', 'calling_code'],
    ['weekday number', 'Wednesday', 3],
    ['hundredth', '90', 0.9],
  ])('%s of "%s"', (name, span, value) => {
    expect(normalisers[name]?.apply(span)).toBe(value);
  });
});

it('leaves of arguments give the arguments back', () => {
  const key = fc.stringMatching(/^[a-z~/]{1,4}$/);
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const value = fc.oneof(
    leaf,
    fc.array(leaf, { maxLength: 3 }),
    fc.dictionary(key, leaf, { maxKeys: 3, noNullPrototype: true }),
  );
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }), (args) => {
      expect(objectFromLeaves(argumentLeaves(args))).toEqual(args);
    }),
  );
});
