import fc from 'fast-check';

import { describe, expect, it } from 'vitest';
import { isDerivable } from './derivable.ts';
import { numbersIn } from './number-notation.ts';
import { readWording } from './wording.ts';

const derivable = (value: string | number, text: string) => isDerivable(value, readWording(text));

describe('derivable by notation', () => {
  it.each<[string | number, string]>([
    [1234.5, 'It costs $1,234.50 today'],
    [1234.5, 'Das kostet 1.234,50 EUR'],
    [1000000, 'a budget of 1 000 000'],
    [100000, 'Rs 1,00,000 in cash'],
    [0.15, 'a tip of 15%'],
    [15, 'a tip of 15 percent'],
    [5000, 'about 5k steps'],
    [3000000, 'some 3 million people'],
    [-5, 'at -5 degrees'],
    [-5, 'minus 5 degrees'],
    [-5, 'five degrees below zero'],
    [-20, 'the date 20 days before 2022-01-01'],
    [12, 'a dozen eggs'],
    [24, 'two dozen eggs'],
    [25, 'the twenty-fifth day'],
    [36.82, 'at -1.37,36.82'],
    [-1.37, 'at -1.37,36.82'],
    [2, 'one of 1, 2 or 3'],
    [4000000, 'between 3 and 4 million'],
    [1.5e-7, 'a gap of 1.5e-7 m'],
    ['#1e8681', 'what is #1E8681 called?'],
    [205000, 'two hundred and five thousand'],
    [3.5, 'three point five litres'],
    [1, 'in a week'],
    [2026, 'in twenty twenty-six'],
    [3, 'May 3rd'],
    [5, 'on May 3rd'],
    [15, 'at 3 pm'],
    ['42', 'the answer is forty-two'],
    ['2026-05-03', 'on 3 May 2026'],
    ['2026-05-03', 'on May 3rd, 2026'],
    ['2026-05-03', 'on 2026/05/03'],
    ['2026-05-03', 'on 03.05.2026'],
    ['2026-03-05', 'on 03.05.2026'],
    ['05/03/2026', 'the 3rd of May 2026'],
    ['20260503', 'on 2026-05-03'],
    ['2026-05-03T15:30:00Z', 'on 3 May 2026 at 3:30 pm'],
    ['2026-05-03T00:00:00', 'on 3 May 2026'],
    ['2026-05', 'during May 2026'],
    ['05-03', 'what happened on May 3rd?'],
    ['15:30', 'at half past, I mean 3.30 p.m.'],
    ['12:00', 'at noon'],
    ['USD', 'I have $20'],
    ['EUR', 'convert to euros'],
    ['CAD', 'convert 3 Canadian dollars'],
    ['fr', 'translate it into French'],
    ['DE', 'holidays in Germany'],
    ['IN', 'the holidays of India in May'],
    ['C#', 'is c# typed?'],
    ['t', 'find d/dt of 3'],
    ['2028-07-05', 'the fifth of July in the year 2028'],
    ['2028-07', 'in 2028, during July'],
    ['apr', 'in April 2028'],
    ['+1 415 555 2671', 'call (415) 555-2671 with +1 in front: +1-415-555-2671'],
    ['1000 USD', 'I paid $1,000'],
    ['5km', 'a run of 5 km'],
    ['new york', 'The weather in New-York?'],
    ['Zürich', 'trains to zurich'],
    ['banana', 'the calories of two bananas'],
    ['Paris, France', 'Is it hot in Paris (in France)?'],
    ['AAPL,MSFT', 'compare AAPL and MSFT'],
    ['2*(3+4)', 'what is 2 × (3 + 4)?'],
    ['x^2 + 3*x', 'differentiate x² + 3·x please'],
    ['978-0-306-40615-7', 'is ISBN 9780306406157 right?'],
    ['4111111111111111', 'check card 4111 1111 1111 1111'],
    ['#ff8800', 'what colour is #FF8800?'],
    ['東京', '東京の天気は?'],
  ])('%j from %j', (value, text) => expect(derivable(value, text)).toBe(true));

  it.each<[string | number, string]>([
    [5, 'room 15'],
    [-36.82, 'at -1.37,36.82'],
    [5, 'version 1.5'],
    [-5, 'five degrees'],
    [234, 'exactly 1,234 people'],
    ['35', 'a dose of 3.5 mg'],
    ['2026-05-03', 'on May 3rd'],
    ['2026-05-03', 'on 4 May 2026'],
    ['2026-05-03T15:30:00', 'on 3 May 2026'],
    ['15:30', 'at 3 pm'],
    ['USD', 'in Canadian dollars only, CA$5'.replace('$', '')],
    ['CAD', 'I have 5 dollars'],
    ['cat', 'concatenate these'],
    ['C#', 'how much vitamin C?'],
    ['IN', 'the holidays in May'],
    ['A', 'give me a grade'],
    ['may', 'it may rain'],
    ['2028-07-05', 'in July 2028, for 5 days'],
    ['2+3', 'what is 2-3?'],
    ['2*(3+4)', 'what is 2*(3-4)?'],
    ['Paris, Texas', 'the weather in Paris'],
    ['53', 'rooms 5 and 3'],
    ['', 'anything'],
  ])('not %j from %j', (value, text) => expect(derivable(value, text)).toBe(false));
});

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
function spell(number: number): string {
  if (number < 20) return ONES[number]!;
  if (number < 100) return TENS[Math.floor(number / 10) - 2]! + (number % 10 === 0 ? '' : `-${ONES[number % 10]}`);
  if (number < 1000)
    return `${ONES[Math.floor(number / 100)]} hundred${number % 100 === 0 ? '' : ` and ${spell(number % 100)}`}`;
  const rest = number % 1000;
  return `${spell(Math.floor(number / 1000))} thousand${rest === 0 ? '' : rest < 100 ? ` and ${spell(rest)}` : ` ${spell(rest)}`}`;
}

describe('round trips', () => {
  it('reads every whole number below a million from its words', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), (number) => {
        expect(numbersIn(`Take ${spell(number)} of them.`)).toContain(number);
      }),
    );
  });

  it('reads numbers from the notation of any locale', () => {
    const locale = fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'en-IN', 'de-CH');
    fc.assert(
      fc.property(fc.integer({ min: -9_999_999, max: 9_999_999 }), locale, (cents, tag) => {
        const number = cents / 100;
        const text = `It is ${number.toLocaleString(tag, { minimumFractionDigits: 2 })} now`;
        expect(derivable(number, text)).toBe(true);
      }),
    );
  });

  it('reads a date from every notation, and never takes another day for it', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    const format = fc.constantFrom<Intl.DateTimeFormatOptions & { locale: string }>(
      { locale: 'en-US', dateStyle: 'long' },
      { locale: 'en-GB', dateStyle: 'long' },
      { locale: 'en-US', dateStyle: 'medium' },
      { locale: 'en-GB', dateStyle: 'medium' },
      { locale: 'sv-SE', dateStyle: 'short' },
      { locale: 'de-DE', dateStyle: 'short' },
      { locale: 'en-GB', dateStyle: 'full' },
    );
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 27 }), format, (date, shift, { locale, ...options }) => {
        const iso = date.toISOString().slice(0, 10);
        const text = `Book it for ${date.toLocaleDateString(locale, { ...options, timeZone: 'UTC' })}, please`;
        expect(derivable(iso, text)).toBe(true);
        const other = new Date(date);
        other.setUTCDate(((date.getUTCDate() - 1 + shift) % 28) + 1);
        const isAmbiguous = options.dateStyle === 'short' && locale === 'de-DE';
        if (other.getUTCDate() !== date.getUTCDate() && !isAmbiguous)
          expect(derivable(other.toISOString().slice(0, 10), text)).toBe(false);
      }),
    );
  });
});
