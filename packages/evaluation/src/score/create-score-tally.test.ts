import { scoreSchema } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { createScoreTally } from './create-score-tally.ts';
import { itemOf, verdictOf } from './testing/rows.ts';

const wrongTool = (calledTool: string) =>
  ({ isToolMatch: false, isCorrect: false, miss: 'wrong-tool', calledTool, decidedBy: null }) as const;
const malformed = {
  isWellformed: false,
  isToolMatch: false,
  isCorrect: false,
  miss: 'malformed',
  calledTool: null,
  decidedBy: null,
} as const;

describe('createScoreTally', () => {
  it('counts well-formed and correct of all, and the right tool of the well-formed', () => {
    const tally = createScoreTally('strict');
    const add = (id: string, tool: string, given = {}) => {
      const item = itemOf(id, tool);
      tally.add(verdictOf(item, given), item);
    };
    add('1', 'weather');
    add('2', 'weather', wrongTool('forecast'));
    add('3', 'weather', malformed);
    add('4', 'rates', { isCorrect: null, decidedBy: null });
    add('5', 'rates', { isCorrect: false, miss: 'wrong-value' });
    add('6', 'rates', wrongTool('forecast'));
    add('7', 'weather', wrongTool('forecast'));
    const score = scoreSchema.parse(tally.finish());
    expect(score.wellformed).toMatchObject({ count: 6, of: 7, clusters: 2 });
    expect(score.toolMatch).toMatchObject({ count: 3, of: 6, value: 0.5 });
    expect(score.correct).toMatchObject({ count: 1, of: 7, value: 1 / 7 });
    expect(score.correct.low).toBeLessThan(1 / 7);
    expect(score.undecided).toBe(1);
    expect(score.misses).toEqual({ 'wrong-tool': 3, malformed: 1, 'wrong-value': 1 });
    expect(score.tools.map(({ tool }) => tool)).toEqual(['rates', 'weather']);
    expect(score.tools[0]).toEqual({
      tool: 'rates',
      total: 3,
      wellformed: 3,
      toolMatch: 2,
      correct: 0,
      undecided: 1,
      misses: { 'wrong-value': 1, 'wrong-tool': 1 },
    });
    expect(score.confusions).toEqual([
      { expected: 'weather', called: 'forecast', count: 2 },
      { expected: 'rates', called: 'forecast', count: 1 },
    ]);
    expect(score).toMatchObject({ irrelevance: null, multiCall: null, passHatK: [] });
  });

  it('keeps items that want no call out of every other metric', () => {
    const tally = createScoreTally('strict');
    for (let index = 0; index < 20; index++) {
      const item = itemOf(`quiet ${index}`, null);
      const isQuiet = index % 4 !== 0;
      tally.add(
        verdictOf(item, {
          isToolMatch: isQuiet,
          isCorrect: isQuiet,
          miss: isQuiet ? null : 'unwanted-call',
          calledTool: isQuiet ? null : 'weather',
        }),
        item,
      );
    }
    const score = tally.finish();
    expect(score.irrelevance).toMatchObject({ count: 15, of: 20, clusters: 20 });
    expect(score.irrelevance?.low).toBeLessThan(0.75);
    expect(score.misses).toEqual({ 'unwanted-call': 5 });
    expect(score.correct).toEqual({ value: null, count: 0, of: 0, low: null, high: null, clusters: 0 });
    expect(score.tools).toEqual([]);
  });

  it('counts items that want several calls once more by themselves', () => {
    const tally = createScoreTally('strict');
    const [one, two] = [itemOf('1', 'weather', 2), itemOf('2', 'weather', 2)];
    tally.add(verdictOf(one), one);
    tally.add(verdictOf(two, { isCorrect: false, miss: 'wrong-value' }), two);
    const single = itemOf('3', 'weather');
    tally.add(verdictOf(single), single);
    expect(tally.finish()).toMatchObject({ multiCall: { count: 1, of: 2 }, correct: { count: 2, of: 3 } });
  });

  it('gives pass^k over repeated runs: pass^1 is the share correct, items short of k runs are left out of k', () => {
    const tally = createScoreTally('strict', { repetitions: 3 });
    const runs = { steady: [true, true, true], shaky: [true, false, true], short: [false] };
    for (const [id, outcomes] of Object.entries(runs)) {
      const item = itemOf(id, id);
      for (const [repetition, isCorrect] of outcomes.entries())
        tally.add(verdictOf(item, { repetition, isCorrect }), item);
    }
    const { passHatK, correct } = tally.finish();
    expect(passHatK.map(({ k, metric }) => [k, metric.of])).toEqual([
      [1, 3],
      [2, 2],
      [3, 2],
    ]);
    expect(passHatK[0]?.metric.value).toBeCloseTo((1 + 2 / 3 + 0) / 3, 12);
    expect(passHatK[1]?.metric.value).toBeCloseTo((1 + 1 / 3) / 2, 12);
    expect(passHatK[2]?.metric.value).toBeCloseTo(1 / 2, 12);
    expect(correct).toMatchObject({ count: 5, of: 7 });
  });
});
