import type { JsonObject, JsonValue } from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareArguments } from './compare-arguments.ts';

function compare(gold: JsonObject, actual: JsonObject, properties: JsonObject, more: JsonObject = {}, accepted = {}) {
  const parameters = { type: 'object', properties, ...more };
  return compareArguments({ arguments: gold, accepted }, actual, { parameters }).map(
    ({ path, problem }) => `${problem} ${path}`,
  );
}
const same = (gold: JsonValue, actual: JsonValue, schema: JsonObject, name = 'x') =>
  compare({ [name]: gold }, { [name]: actual }, { [name]: schema }).length === 0;
const text = { type: 'string' };

describe('numbers and booleans', () => {
  it.each<[JsonValue, JsonValue, JsonObject]>([
    [1, 1.0, { type: 'integer' }],
    [1, '1', { type: 'integer' }],
    ['1.50', 1.5, { type: 'number' }],
    [1234.5, '1,234.5', { type: 'number' }],
    [1000, '1 000', { type: 'number' }],
    [0.3, 0.1 + 0.2, { type: 'number' }],
    [1e3, '1000', { type: ['number', 'null'] }],
    ['7', 7, text],
    ['1000', '1000.0', { ...text, examples: ['500'] }],
    [-5, '−5', { type: 'number' }],
    [true, 'True', { type: 'boolean' }],
    ['false', false, {}],
  ])('%j is %j under %j', (gold, actual, schema) => {
    expect([same(gold, actual, schema), same(actual, gold, schema)]).toEqual([true, true]);
  });

  it.each<[JsonValue, JsonValue, JsonObject]>([
    [1, 2, { type: 'integer' }],
    [5, -5, { type: 'number' }],
    [1000000, 1000001, { type: 'integer' }],
    ['007', 7, text],
    ['01234', '1234', { ...text, examples: ['01234'] }],
    ['23879908709817834', '23879908709817835', { ...text, examples: ['12'] }],
    [1234, '12,34', { type: 'number' }],
    [1, 12, { type: 'integer' }],
    [0, 2, { type: 'integer' }],
    ['e5', 'e7', { type: 'number' }],
    [true, 'yes', { type: 'boolean' }],
    [0, false, {}],
    [0, '', { type: 'number' }],
  ])('%j is not %j under %j', (gold, actual, schema) => {
    expect(same(gold, actual, schema)).toBe(false);
  });
});

it('takes time in proportion to how deep arguments are nested, not in powers of it', () => {
  const nested = (leaf: number) => {
    let value: JsonObject = { leaf };
    for (let level = 0; level < 400; level++) value = { inside: value };
    return value;
  };
  expect(compare(nested(1), nested(2), {})).toEqual([`value ${'/inside'.repeat(400)}/leaf`]);
  expect(compare({ list: [nested(1)] }, { list: [nested(2)] }, {})).toEqual(['value /list']);
});

const integer = fc.oneof(fc.integer(), fc.integer({ min: -300, max: 300 }));
const numeric = fc.constantFrom<JsonObject>({ type: 'number' }, { ...text, examples: ['5'] }, {});

it('is one number only where the numbers are equal, however they are grouped (property)', () => {
  fc.assert(
    fc.property(integer, integer, numeric, (gold, actual, schema) => {
      expect(same(gold, actual, schema)).toBe(gold === actual);
      expect(same(gold, String(actual), schema)).toBe(gold === actual);
    }),
  );
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.constantFrom(',', ' ', '\u00a0', '\u202f', '_', "'"), (gold, actual, mark) => {
      const grouped = String(actual).replace(/\B(?=(?:\d{3})+$)/g, mark);
      expect(same(gold, grouped, { type: 'integer' })).toBe(gold === actual);
      expect(same(actual, grouped, { type: 'integer' })).toBe(true);
    }),
  );
});

describe('texts', () => {
  it.each([
    ['New York', ' new  york.'],
    ['Rome, IT', 'rome,it'],
    ['5 km', '5km'],
    ["O'Hare", 'O’Hare'],
    ['ﬁne', 'fine'],
    ['"quoted"', 'quoted'],
  ])('%j is %j to people', (gold, actual) => {
    expect(same(gold, actual, text)).toBe(true);
  });

  it.each<[JsonValue, JsonValue, JsonObject, string]>([
    ['Oslo', 'Bergen', text, 'x'],
    ['1.10', '1.1', { ...text, examples: ['1.0'] }, 'api_version'],
    ['1.10', 1.1, text, 'version'],
    ['São Paulo', 'Sao Paulo', text, 'x'],
    ['asc', 'ASC', { ...text, enum: ['asc', 'desc'] }, 'x'],
    ['AB-1', 'ab-1', { ...text, pattern: '^[A-Z]+-\\d$' }, 'x'],
    ['Xy7', 'xy7', text, 'userId'],
    ['Secret1', 'secret1', text, 'api_key'],
    ['https://a.b/C', 'https://a.b/c', text, 'x'],
    ['5ec47b3d8958430d6a6d5898', '5EC47b3d8958430d6a6d5898', text, 'x'],
    ['if a:\n  b()', 'if a: b()', text, 'x'],
  ])('%j is not %j where characters count', (gold, actual, schema, name) => {
    expect(same(gold, actual, schema, name)).toBe(false);
  });

  it('of digits alone are an identifier as a number too', () => {
    expect(same('12345', 12345, text, 'video_id')).toBe(true);
  });

  it('of a search are compared by their terms, in order where they relate', () => {
    const search = (gold: string, actual: string) => same(gold, actual, text, 'query');
    expect(
      search('Indian restaurants with outdoor seating in Seattle', 'indian restaurants Seattle, outdoor seating'),
    ).toBe(true);
    expect(search('What is the capital of France?', 'capital of France')).toBe(true);
    expect(search('trains from Paris to London', 'trains from London to Paris')).toBe(false);
    expect(search('pasta with cheese', 'pasta without cheese')).toBe(false);
    expect(search('cats', 'dogs')).toBe(false);
    expect(same('restaurants in Seattle', 'Seattle restaurants', text)).toBe(false);
  });
});

describe('dates and times', () => {
  it.each<[string, string, JsonObject, string]>([
    ['2026-05-03', 'May 3, 2026', text, 'x'],
    ['2026-05-03', '3rd of May 2026', text, 'x'],
    ['2026-05-03', '2026/5/3', text, 'x'],
    ['2026-05-13', '13.05.2026', text, 'x'],
    ['2026-05-03', '20260503', text, 'start_date'],
    ['2026-05-03T14:00:00Z', '2026-05-03T16:00:00+02:00', { ...text, format: 'date-time' }, 'x'],
    ['2026-05-03T14:00:00Z', '2026-05-03 14:00', text, 'x'],
    ['14:30', '2:30 pm', text, 'x'],
    ['15:00', '3 pm', text, 'startTime'],
  ])('%j is %j', (gold, actual, schema, name) => {
    expect([same(gold, actual, schema, name), same(actual, gold, text, name)]).toEqual([true, true]);
  });

  it.each<[string, string, JsonObject, string]>([
    ['2026-05-03', '2026-05-04', text, 'x'],
    ['2026-05-03', '03/05/2026', text, 'x'],
    ['2026-02-30', 'February 30, 2026', text, 'x'],
    ['2026-05-03', 'May 3, 2026', { ...text, format: 'date' }, 'x'],
    ['2026-05-03', '20260503', text, 'x'],
    ['2026-05-03T14:00:00Z', '2026-05-03T14:00:00+02:00', text, 'x'],
    ['2:30', '2:30 pm', text, 'x'],
  ])('%j is not %j', (gold, actual, schema, name) => {
    expect(same(gold, actual, schema, name)).toBe(false);
  });
});

describe('lists and objects', () => {
  it('compares lists in order, as sets where the schema says so, and reads text with commas', () => {
    const list = { type: 'array', items: { type: 'integer' } };
    expect(same([1, 2], ['1', 2.0], list)).toBe(true);
    expect(same([1, 2], '1, 2', list)).toBe(true);
    expect(same('a,b', ['A', 'b '], text)).toBe(true);
    expect(same([1, 2], [2, 1], list)).toBe(false);
    expect(same([1, 2], [2, 1], { ...list, uniqueItems: true })).toBe(true);
    expect(same([1, 1, 2], [1, 2, 2], { ...list, uniqueItems: true })).toBe(false);
    expect(same([1], [1, 2], list)).toBe(false);
  });

  it('points into objects, by the schema that a reference or a choice leads to', () => {
    const $defs = {
      place: { type: 'object', properties: { city: text, 'a/b': { type: 'integer', default: 1 } }, required: ['city'] },
    };
    const at: JsonObject = { anyOf: [{ type: 'null' }, { $ref: '#/$defs/place' }] };
    expect(compare({ at: { city: 'Oslo' } }, { at: { city: 'oslo', 'a/b': '1' } }, { at }, { $defs })).toEqual([]);
    expect(compare({ at: { city: 'Oslo' } }, { at: { 'a/b': 2, c: 1 } }, { at }, { $defs })).toEqual([
      'missing /at/city',
      'unexpected /at/a~1b',
      'unexpected /at/c',
    ]);
  });

  it('ends on a schema that refers to itself', () => {
    expect(compare({ a: 1 }, { a: 2 }, { a: { $ref: '#/properties/a' } })).toEqual(['value /a']);
  });
});

describe('arguments left out', () => {
  const properties = { n: { type: 'integer', default: 10 }, q: text };
  const required = { required: ['q'] };

  it('are their defaults, both ways, and null or an empty text where optional', () => {
    for (const n of [10, '10', null, ''] as const) {
      expect(compare({ q: 'a' }, { q: 'a', n }, properties, required)).toEqual([]);
      expect(compare({ q: 'a', n }, { q: 'a' }, properties, required)).toEqual([]);
    }
    expect(compare({ q: 'a' }, { q: 'a', n: 11 }, properties, required)).toEqual(['unexpected /n']);
    expect(compare({ q: 'a', n: 11 }, { q: 'a' }, properties, required)).toEqual(['missing /n']);
    expect(compare({ q: 'a', n: 11 }, { q: 'a', n: 10 }, properties, required)).toEqual(['value /n']);
  });

  it('are missing where required, default or not', () => {
    const withDefault = { q: { ...text, default: 'a' } };
    expect(compare({ q: 'a' }, {}, withDefault, required)).toEqual(['missing /q']);
  });

  it('may hold anything where required and the gold states nothing', () => {
    expect(compare({}, { q: 'z' }, properties, required)).toEqual([]);
    expect(compare({ q: '' }, { q: 'z' }, properties, required)).toEqual([]);
    expect(compare({ q: '' }, {}, properties, required)).toEqual(['missing /q']);
  });

  it('are told from arguments that the tool does not have', () => {
    expect(compare({ q: 'a' }, { z: 1 }, properties, required)).toEqual(['missing /q', 'unexpected /z']);
    expect(compareArguments({ arguments: {} }, { z: 1 }, undefined)).toEqual([
      { path: '/z', problem: 'unexpected', actual: 1 },
    ]);
  });
});

it('takes further accepted values, at any depth, and leaving out where null is among them', () => {
  const properties = { a: { type: 'object', properties: { city: text } }, u: text };
  const gold = { a: { city: 'NYC' }, u: 'c' };
  const accepted = { '/a/city': ['New York'], '/u': ['celsius', null] };
  expect(compare(gold, { a: { city: 'new york' }, u: 'Celsius' }, properties, {}, accepted)).toEqual([]);
  expect(compare(gold, { a: { city: 'NYC' } }, properties, {}, accepted)).toEqual([]);
  expect(compare(gold, { a: { city: 'Paris' }, u: 'f' }, properties, {}, accepted)).toEqual([
    'value /a/city',
    'value /u',
  ]);
});

describe('any arguments', () => {
  const values = fc
    .jsonValue({ maxDepth: 2, stringUnit: 'binary' })
    .map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
  const keys = fc.string({ minLength: 1, unit: 'binary' });
  const objects = fc.dictionary(keys, values, { noNullPrototype: true });
  const schemas = fc.dictionary(
    keys,
    fc.constantFrom<JsonObject>(
      {},
      text,
      { type: 'number' },
      { type: 'boolean' },
      { enum: ['a'] },
      { type: 'array' },
      { ...text, format: 'date' },
    ),
  );

  it('are equal to themselves, in any order of keys', () => {
    fc.assert(
      fc.property(objects, schemas, (args, properties) => {
        const reversed = Object.fromEntries(Object.entries(args).reverse());
        expect(compare(args, args, { ...properties })).toEqual([]);
        expect(compare(args, reversed, { ...properties })).toEqual([]);
      }),
    );
  });

  it('miss what is taken away when it is required, and do not expect what is added', () => {
    fc.assert(
      fc.property(objects, keys, fc.integer(), (args, key, value) => {
        fc.pre(!Object.hasOwn(args, key) && key !== '__proto__');
        const path = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const more = { ...args, [key]: value };
        const properties = { [key]: { type: 'integer' } };
        expect(compare(more, args, properties, { required: [key] })).toEqual([`missing ${path}`]);
        expect(compare(args, more, {})).toEqual([`unexpected ${path}`]);
      }),
    );
  });
});
