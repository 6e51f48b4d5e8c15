import type { JsonObject } from '@imaginarium/contracts';
import fc from 'fast-check';

import { describe, expect, it } from 'vitest';
import { WEATHER } from '../test/trial-fixture.ts';
import { groundArguments } from './ground-arguments.ts';
import { checkSlots } from './slot-check.ts';
import { readWording } from './wording.ts';

function check(args: JsonObject, seed: string, rewording: string) {
  const grounding = groundArguments(args, { query: readWording(seed), earlier: [], parameters: WEATHER.parameters });
  return checkSlots(grounding, seed, rewording, WEATHER.parameters).reason;
}

const CITIES = ['Paris', 'Lagos', 'New York', 'Zürich', 'Ulan Bator', 'Quito'];
const slots = fc.record({
  city: fc.constantFrom(...CITIES),
  days: fc.integer({ min: 2, max: 99 }),
  date: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2060-12-28'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
});
type Slots = typeof slots extends fc.Arbitrary<infer T> ? T : never;
const seedOf = ({ city, days, date }: Slots) => `What will the weather in ${city} be for ${days} days from ${date}?`;
const WORDINGS: readonly ((slots: Slots) => string)[] = [
  ({ city, days, date }) => `From ${date} on, ${days} days of forecast for ${city.toUpperCase()}, please.`,
  ({ city, days, date }) =>
    `I travel to ${city} on ${longDate(date)}. How is the sky over the ${days} days after that?`,
  ({ city, days, date }) => `${date.replaceAll('-', '/')}: is ${city} going to be sunny, ${days} days long?`,
];
const longDate = (date: string) => new Date(date).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

describe('checkSlots', () => {
  it('passes every rewording around the slots', () => {
    fc.assert(
      fc.property(slots, fc.constantFrom(...WORDINGS), (args, wording) => {
        expect(check(args, seedOf(args), wording(args))).toBeUndefined();
      }),
    );
  });

  it('catches the change of any one slot', () => {
    const changed = fc.tuple(slots, slots, fc.constantFrom(...WORDINGS), fc.constantFrom('city', 'days', 'date'));
    fc.assert(
      fc.property(changed, ([args, others, wording, slot]) => {
        fc.pre(args[slot as keyof Slots] !== others[slot as keyof Slots]);
        expect(check(args, seedOf(args), wording({ ...args, [slot]: others[slot as keyof Slots] }))).toBeDefined();
      }),
    );
  });

  it('catches the loss of any one slot', () => {
    const lossy: readonly ((slots: Slots) => string)[] = [
      ({ days, date }) => `What will the weather be for ${days} days from ${date}?`,
      ({ city, date }) => `What will the weather in ${city} be from ${date}?`,
      ({ city, days }) => `What will the weather in ${city} be for ${days} days?`,
    ];
    fc.assert(
      fc.property(slots, fc.constantFrom(...lossy), (args, wording) => {
        expect(check(args, seedOf(args), wording(args))).toMatch(/^it loses \/(city|days|date)/);
      }),
    );
  });

  it('catches what the seed does not state', () => {
    const args = { city: 'Paris', days: 3 };
    const seed = 'The weather in Paris for three days?';
    expect(check(args, seed, 'Paris, 3 days: how is the sky?')).toBeUndefined();
    expect(check(args, seed, 'Paris, 3 days, in UTF-8: how is the sky?')).toBeUndefined();
    expect(check(args, seed, 'Paris, 3 days from the 14th: how is the sky?')).toBe('it adds "14"');
    expect(check(args, seed, 'Paris, 3 days from 2 May 2026: how is the sky?')).toBe('it adds "2 May 2026"');
    expect(check({ ...args, unit: 'celsius' }, seed, 'Paris, 3 days, in Fahrenheit?')).toBe(
      'it adds the choice "fahrenheit"',
    );
  });

  describe('numbers that are no value', () => {
    const checkFor = (properties: JsonObject, args: JsonObject, seed: string, rewording: string) => {
      const parameters = { type: 'object', properties };
      const grounding = groundArguments(args, { query: readWording(seed), earlier: [], parameters });
      return checkSlots(grounding, seed, rewording, parameters).reason;
    };
    const text = { type: 'string' };
    const whole = { type: 'integer' };

    it.each<[string, JsonObject, JsonObject, string, string]>([
      ['no argument at all', {}, {}, 'A fresh UUID, please.', 'Make a version 4 UUID for me.'],
      ['a standard', { code: text }, { code: '946' }, 'What is currency 946?', 'By ISO 4217, which money is 946?'],
      ['a standard with a dot', { number: text }, { number: '06 39' }, 'Is 06 39 fine?', 'Write 06 39 as E.164.'],
      ['a label', { code: text }, { code: '946' }, 'What is currency 946?', 'Field 49 holds 946: which money is it?'],
      [
        'a clock',
        { hours: whole },
        { hours: 3 },
        'When are 3 hours over?',
        'On a 24-hour clock, when are 3 hours over?',
      ],
      [
        'a compound',
        { stars: whole },
        { stars: 4 },
        'Hotels of 4 stars?',
        'A three-letter word, please: 4 stars, hotels.',
      ],
      [
        'a time, of no moment here',
        { city: text },
        { city: 'Oslo' },
        'Trains to Oslo?',
        'Is the 8 PM train to Oslo on?',
      ],
      [
        'a count beside a card',
        { card: text },
        { card: '52404433' },
        'Whose is 5240 4433?',
        'Whose are these eight: 5240 4433?',
      ],
    ])('passes %s', (_, properties, args, seed, rewording) => {
      expect(checkFor(properties, args, seed, rewording)).toBeUndefined();
    });

    it('passes a colour that looks like a power', () => {
      const args = { colour: '#46e893' };
      expect(
        checkFor({ colour: text, share: whole }, args, 'Is #46e893 green?', 'Would you call #46e893 green?'),
      ).toBeUndefined();
    });

    it.each<[string, JsonObject, JsonObject, string, string, string]>([
      ['a count', { city: text, days: whole }, { city: 'Oslo' }, 'Oslo?', 'Oslo, for 5 nights?', 'it adds "5"'],
      [
        'a count in words',
        { city: text, days: whole },
        { city: 'Oslo' },
        'Oslo?',
        'Oslo, five nights?',
        'it adds "five"',
      ],
      ['a time', { city: text, hour: whole }, { city: 'Oslo' }, 'Oslo?', 'Oslo at 8 PM?', 'it adds "8 PM"'],
      ['a date', { city: text, day: text }, { city: 'Oslo' }, 'Oslo?', 'Oslo on 3 May?', 'it adds "3 May"'],
      ['a label that an argument names', { gate: whole }, {}, 'Is it open?', 'Is gate 12 open?', 'it adds "12"'],
      ['a quality that an argument names', { star: whole }, {}, 'Hotels?', '5-star hotels?', 'it adds "5"'],
      [
        'another card',
        { card: text },
        { card: '52404433' },
        'Is 52404433 fine?',
        'Is 52404433 or 4111 fine?',
        'it adds "4111"',
      ],
      [
        'the choice of an argument left out',
        { city: text, unit: { enum: ['celsius', 'kelvin'], default: 'celsius' } },
        { city: 'Oslo' },
        'Oslo?',
        'Oslo in Kelvin?',
        'it adds the choice "kelvin"',
      ],
    ])('refuses %s', (_, properties, args, seed, rewording, reason) => {
      expect(checkFor(properties, args, seed, rewording)).toBe(reason);
    });

    it('refuses any number beside an argument that takes numbers', () => {
      const number = fc.integer({ min: 2, max: 100_000 }).filter((value) => value !== 3);
      const wording = fc.constantFrom<(value: number) => string>(
        (value) => `Paris for 3 days, ${value} of them dry?`,
        (value) => `Is it ${value} degrees in Paris over 3 days?`,
        (value) => `3 days in Paris with ${value}: how is the sky?`,
      );
      fc.assert(
        fc.property(number, wording, (value, write) => {
          expect(check({ city: 'Paris', days: 3 }, 'Paris for 3 days?', write(value))).toBe(`it adds "${value}"`);
        }),
      );
    });
  });

  it('keeps a part of a date or time in another shape of the same date or time', () => {
    const parameters = { type: 'object', properties: {} };
    const checkDate = (args: JsonObject, seed: string, rewording: string) => {
      const grounding = groundArguments(args, { query: readWording(seed), earlier: [], parameters });
      expect(grounding.map(({ from }) => from)).not.toContain('none');
      return checkSlots(grounding, seed, rewording, parameters).reason;
    };
    const month = { year: 2028, month: 'jul' };
    const seed = 'Holidays in July, year 2028?';
    expect(checkDate(month, seed, 'Holidays in July 2028?')).toBeUndefined();
    expect(checkDate(month, seed, 'In 2028, which holidays has July?')).toBeUndefined();
    expect(checkDate(month, 'Holidays in July 2028?', 'Which days of July are free in the year 2028?')).toBeUndefined();
    expect(checkDate(month, seed, 'Holidays in July 2029?')).toBe('it loses /year = 2028');
    expect(checkDate(month, seed, 'Holidays in June 2028?')).toBe('it loses /month = "jul"');
    expect(checkDate({ year: 2028, day: 5 }, 'The 5th day of the year 2028', 'January 5th, 2028')).toBe(
      'it adds "January 5th, 2028"',
    );
    const whole = { date: '2028-07-05' };
    expect(checkDate(whole, 'The fifth of July in 2028?', 'July 5, 2028?')).toBeUndefined();
    expect(checkDate(whole, 'July 5, 2028?', 'In 2028, what of July the 5th?')).toBeUndefined();
    expect(checkDate(whole, 'July 5, 2028?', 'In 2028, what of July the 6th?')).toBe('it loses /date = "2028-07-05"');
    expect(checkDate({ month: 7 }, 'Sales of month 7?', 'Sales of July?')).toBeUndefined();
    expect(checkDate({ hour: 15 }, 'Open at hour 15?', 'Open at 3 pm?')).toBeUndefined();
    expect(checkDate({ days: 5 }, 'Rain over 5 days in July?', 'Rain on July 5th?')).toBe('it loses /days = 5');
  });

  it('takes no verb for a month', () => {
    const properties = { month: { enum: ['apr', 'may'] } };
    const parameters = { type: 'object', properties };
    const seed = 'Holidays of April?';
    const grounding = groundArguments({ month: 'apr' }, { query: readWording(seed), earlier: [], parameters });
    const asked = (rewording: string) => checkSlots(grounding, seed, rewording, parameters).undecided;
    expect(asked('Which days may be free in April?')).toEqual([]);
    expect(asked('Which days of May and April are free?').map(({ path }) => path)).toEqual(['/month']);
  });

  it('refuses the opposite direction', () => {
    const args = { days: 3 };
    expect(check(args, 'What is 3 days after today?', 'What is 3 days before today?')).toBe(
      'it turns after into before',
    );
    expect(check(args, 'What is 3 days after today?', '3 days later than today is what?')).toBeUndefined();
  });

  it('asks about a value that only another argument still states', () => {
    const args = { expression: 'x^2 + 1', variable: 'x' };
    const seed = 'Derive x^2 + 1 by x';
    const parameters = { type: 'object', properties: {} };
    const grounding = groundArguments(args, { query: readWording(seed), earlier: [], parameters });
    const asked = (rewording: string) =>
      checkSlots(grounding, seed, rewording, parameters).undecided.map(({ path }) => path);
    expect(asked('Derive x^2 + 1 by z')).toEqual(['/variable']);
    expect(asked('By x, derive x^2 + 1')).toEqual([]);
  });

  it('asks about values that may have traded places, and only about those', () => {
    const traded = (args: JsonObject, properties: JsonObject, seed: string, rewording: string) => {
      const parameters = { type: 'object', properties };
      const grounding = groundArguments(args, { query: readWording(seed), earlier: [], parameters });
      return checkSlots(grounding, seed, rewording, parameters).undecided.map(({ path }) => path);
    };
    const range = { low: 3, high: 9, city: 'Oslo' };
    expect(traded(range, {}, 'Oslo, from 3 to 9', 'From 9 to 3 in Oslo')).toEqual(['/low', '/high']);
    expect(traded(range, {}, 'Oslo, from 3 to 9', 'From three up to nine in Oslo')).toEqual([]);
    const dates = { start: '2026-05-03', end: '2026-06-01' };
    expect(traded(dates, {}, '2026-05-03 until 2026-06-01', 'from June 1st, 2026 until May 3rd, 2026')).toEqual([
      '/start',
      '/end',
    ]);
    const fact = { fact: 'currency', country: 'Japan' };
    const listed = { fact: { enum: ['currency', 'capital'] } };
    expect(traded(fact, listed, 'The currency of Japan?', 'Japan has what currency?')).toEqual([]);
    expect(traded(fact, {}, 'The currency of Japan?', 'Japan has what currency?')).toEqual(['/fact', '/country']);
  });

  it('leaves what only the judge derived to the judge', () => {
    const grounding = groundArguments(
      { days: 7 },
      { query: readWording('A week of sun?'), earlier: [], parameters: WEATHER.parameters },
    ).map((leaf) => ({ ...leaf, from: 'judge' as const }));
    const { reason, undecided } = checkSlots(
      grounding,
      'A week of sun?',
      'Will it shine all week?',
      WEATHER.parameters,
    );
    expect([reason, undecided.map(({ path }) => path)]).toEqual([undefined, ['/days']]);
  });
});
