import type { JsonObject } from '@imaginarium/contracts';
import fc from 'fast-check';

import { describe, expect, it } from 'vitest';
import { WEATHER } from '../test/trial-fixture.ts';
import { groundArguments } from './ground-arguments.ts';
import { checkSlots } from './slot-check.ts';
import { readWording } from './wording.ts';

function check(args: JsonObject, seed: string, rewording: string) {
  const grounding = groundArguments(args, { query: readWording(seed), earlier: [], parameters: WEATHER.parameters });
  return checkSlots(grounding, seed, rewording).reason;
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

  it('asks about values that may have traded places, and only about those', () => {
    const traded = (args: JsonObject, properties: JsonObject, seed: string, rewording: string) => {
      const grounding = groundArguments(args, {
        query: readWording(seed),
        earlier: [],
        parameters: { type: 'object', properties },
      });
      return checkSlots(grounding, seed, rewording).undecided.map(({ path }) => path);
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
    const { reason, undecided } = checkSlots(grounding, 'A week of sun?', 'Will it shine all week?');
    expect([reason, undecided.map(({ path }) => path)]).toEqual([undefined, ['/days']]);
  });
});
