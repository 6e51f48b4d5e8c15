import { createRandom, type JsonObject } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { compareValues } from './compare-values.ts';

const random = createRandom('values');
const draw = (count: number, one: () => JsonObject) => Array.from({ length: count }, one);
const only = (a: JsonObject[], b: JsonObject[]) => {
  const [first] = compareValues('t', a, b);
  if (first === undefined) throw new Error('there is no argument');
  return first;
};

describe('compareValues', () => {
  it('finds no distance between a sample and itself, and a whole bit between strangers', () => {
    const a = draw(40, () => ({ unit: random.pick(['m', 'km']) }));
    expect(only(a, a).distance).toBe(0);
    const other = only(
      a,
      draw(40, () => ({ unit: 'ft' })),
    );
    expect(other).toMatchObject({ by: 'value', distance: 1 });
    expect(other.chance).toBeLessThan(0.5);
  });

  it('holds two samples of one distribution for no difference, and shifted ones for one', () => {
    const numbers = (shift: number) => draw(200, () => ({ n: random.int(1000) + shift }));
    const same = only(numbers(0), numbers(0));
    const shifted = only(numbers(0), numbers(400));
    expect(same).toMatchObject({ by: 'number' });
    expect(same.distance).toBeLessThan(1.5 * (same.chance ?? 0));
    expect(shifted.distance).toBeGreaterThan(2 * (shifted.chance ?? 1));
  });

  it('compares phrases by their length, and follows arrays and objects', () => {
    const words = (length: number) => draw(30, () => ({ f: { q: [`${random.int(1e9)}`.padEnd(length, 'x')] } }));
    const found = only(words(12), words(30));
    expect(found).toMatchObject({ path: '/f/q/*', by: 'length', distance: 1 });
    expect(found.a).toMatchObject({ present: 1, distinct: 1, range: null });
  });

  it('says of an argument that one side never has that it has none', () => {
    const found = compareValues('t', [{ a: 1 }, { a: 3, b: true }], [{ a: 2 }]);
    expect(found.map(({ path, distance }) => [path, distance === null])).toEqual([
      ['/a', false],
      ['/b', true],
    ]);
    expect(found[0]?.a).toMatchObject({ range: { low: 1, median: 2, high: 3 } });
    expect(found[1]).toMatchObject({ a: { present: 0.5, top: [{ value: true, count: 1 }] }, b: null });
  });
});
