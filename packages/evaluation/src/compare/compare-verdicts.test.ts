import { comparisonSchema, createRandom, type Random, type Verdict } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { itemOf, verdictOf } from '../score/testing/rows.ts';
import { compareVerdicts } from './compare-verdicts.ts';
import { createVerdictTable, type VerdictTable } from './verdict-table.ts';

const random = createRandom('compare');
const resamples = 2000;

interface Shape {
  readonly name?: string;
  readonly repetitions?: number;
  readonly items?: number;
}

/** A table in which each answer is what `answer` says of it, under both profiles. */
function tableOf(
  answer: (index: number, repetition: number) => boolean | null | Partial<Verdict>,
  { name = 'sample', repetitions = 1, items = 60 }: Shape = {},
): VerdictTable {
  const table = createVerdictTable(name, 'aa');
  for (let index = 0; index < items; index++) {
    const item = itemOf(String(index), `tool ${index % 12}`);
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const given = answer(index, repetition);
      const verdict = typeof given === 'object' && given !== null ? given : { isCorrect: given };
      table.add(item, [
        verdictOf(item, { repetition, profile: 'ste', ...verdict }),
        verdictOf(item, { repetition, profile: 'strict', ...verdict }),
      ]);
    }
  }
  return table;
}

function compareCorrect(a: VerdictTable, b: VerdictTable) {
  const { comparisons, problems } = compareVerdicts([a, b], { random, resamples });
  const comparison = comparisons.find(({ profile, metric }) => profile === 'strict' && metric === 'correct');
  if (comparison === undefined) throw new Error('no comparison');
  return { ...comparison, problems };
}

describe('compareVerdicts', () => {
  it('shows a difference that is there, and which way', () => {
    const worse = tableOf((index) => index % 3 === 0, { name: 'worse' });
    const better = tableOf((index) => index % 3 !== 1, { name: 'better' });
    const found = compareCorrect(worse, better);
    expect(found).toMatchObject({ pairs: 60, both: 20, onlyA: 0, onlyB: 20, neither: 20, conclusion: 'b-better' });
    expect(found.difference).toBeCloseTo(1 / 3, 12);
    expect(found.low).toBeGreaterThan(0);
    expect(compareCorrect(better, worse)).toMatchObject({ onlyA: 20, onlyB: 0, conclusion: 'a-better' });
  });

  it('shows none between a file and itself', () => {
    const table = tableOf((index) => index % 3 === 0);
    const { comparisons, problems } = compareVerdicts([table, table], { random, resamples });
    expect(comparisons).toHaveLength(6);
    for (const comparison of comparisons) {
      expect(comparisonSchema.parse(comparison)).toEqual(comparison);
      expect(comparison).toMatchObject({ difference: 0, low: 0, high: 0, p: 1, conclusion: 'no-difference-shown' });
    }
    expect(problems).toEqual([]);
  });

  it('shows none where one tool alone makes it, however sure its items are', () => {
    const a = tableOf((index) => index % 12 !== 0, { items: 600 });
    const b = tableOf(() => true, { items: 600 });
    expect(compareCorrect(a, b)).toMatchObject({ onlyB: 50, conclusion: 'no-difference-shown' });
    expect(compareCorrect(a, b).adjustedP).toBeLessThan(0.001);
  });

  it('corrects for every file that is compared', () => {
    const baseline = tableOf((index) => index % 5 !== 0 || index < 15);
    const better = tableOf(() => true);
    const alone = compareCorrect(baseline, better);
    const { comparisons } = compareVerdicts([baseline, better, better, better], { random, resamples });
    expect(comparisons).toHaveLength(18);
    const among = comparisons.find(({ metric }) => metric === 'correct');
    expect(among?.p).toBe(alone.p);
    expect(among?.adjustedP).toBeGreaterThan(alone.adjustedP);
  });

  it('takes repeated runs of an item as one piece of evidence', () => {
    const once = (index: number) => index % 10 === 0;
    const a = compareCorrect(
      tableOf(() => false),
      tableOf(once),
    );
    const repeated = compareCorrect(
      tableOf(() => false, { repetitions: 5 }),
      tableOf(once, { repetitions: 5 }),
    );
    expect(repeated).toMatchObject({ pairs: 300, onlyB: 30, p: a.p });
    const tied = compareCorrect(
      tableOf((_, repetition) => repetition === 0, { repetitions: 2 }),
      tableOf((_, repetition) => repetition === 1, { repetitions: 2 }),
    );
    expect(tied).toMatchObject({ onlyA: 60, onlyB: 60, p: 1 });
  });

  it('compares the tool where both are well-formed, and correctness where both are decided', () => {
    const a = tableOf((index) =>
      index % 2 === 0 ? true : { isWellformed: false, isToolMatch: false, isCorrect: false },
    );
    const b = tableOf((index) => (index % 3 === 0 ? null : true));
    const { comparisons } = compareVerdicts([a, b], { random, resamples });
    expect(comparisons.slice(0, 3).map(({ metric, pairs }) => [metric, pairs])).toEqual([
      ['wellformed', 60],
      ['toolMatch', 30],
      ['correct', 40],
    ]);
  });

  it('names data that differ and answers that only one file has, and compares the rest', () => {
    const a = tableOf(() => true, { name: 'old', items: 60 });
    const b = createVerdictTable('new', 'bb');
    for (let index = 1; index < 70; index++) {
      const item = itemOf(String(index), `tool ${index % 12}`);
      const asked = index === 5 ? { ...item, calls: [{ tool: `tool ${index}`, arguments: { city: 'Rome' } }] } : item;
      b.add(asked, [verdictOf(asked, { profile: 'strict' })]);
    }
    const { problems, pairs } = compareCorrect(a, b);
    expect(pairs).toBe(58);
    expect(problems).toEqual([
      expect.objectContaining({ kind: 'different-data', count: 1, names: ['5'] }),
      expect.objectContaining({ kind: 'missing-prediction', count: 1, names: ['0'] }),
      expect.objectContaining({ kind: 'missing-prediction', count: 10 }),
    ]);
  });

  it('finds a difference in at most 5 % of comparisons where there is none', () => {
    let found = 0;
    for (let trial = 0; trial < 200; trial++) {
      const table = (file: string) => tableOf(answersOf(random.fork(`${trial} ${file}`)), { items: 180 });
      const { comparisons } = compareVerdicts([table('a'), table('b')], { random, resamples: 500 });
      if (comparisons.some(({ conclusion }) => conclusion !== 'no-difference-shown')) found++;
    }
    expect(found / 200).toBeLessThanOrEqual(0.05);
  });
});

/** Half right on average, each tool with a luck of its own in this file. */
function answersOf(random: Random): (index: number) => boolean {
  const luck = Array.from({ length: 12 }, () => 0.5 + (random.next() - 0.5) * 0.6);
  return (index) => random.next() < (luck[index % 12] ?? 0.5);
}
