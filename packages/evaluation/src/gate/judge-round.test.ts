import { type GateConfig, type GateVerdict, gateVerdictSchema, type Verdict } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { judgeRound } from './judge-round.ts';
import { firstRight, toolVerdicts } from './testing/round-verdicts.ts';

const CONFIG: GateConfig = { margin: 0.1, target: 0.6, level: 0.05, profile: 'strict', metric: 'correct' };

/** Counts of right items, `of` in all: of an old tool before and after, of a new one after. */
interface Sample {
  readonly old?: Record<string, readonly [before: number, after: number, of: number]>;
  readonly fresh?: Record<string, readonly [after: number, of: number]>;
  readonly config?: Partial<GateConfig>;
}

function judge({ old = {}, fresh = {}, config = {} }: Sample): GateVerdict {
  const verdict = judgeRound({
    before: Object.entries(old).flatMap(([tool, [before, , of]]) => toolVerdicts(tool, firstRight(before, of))),
    after: [
      ...Object.entries(old).flatMap(([tool, [, after, of]]) => toolVerdicts(tool, firstRight(after, of))),
      ...Object.entries(fresh).flatMap(([tool, [after, of]]) => toolVerdicts(tool, firstRight(after, of))),
    ],
    oldTools: Object.keys(old),
    newTools: Object.keys(fresh),
    config: { ...CONFIG, ...config },
  });
  return gateVerdictSchema.parse(verdict);
}

type Turned = readonly [lost: number, gained: number];

/** Tools are judged alike in any order. */
function remembered(judge: (a: Turned, b: Turned, margin: number) => boolean): typeof judge {
  const known = new Map<string, boolean>();
  return (a, b, margin) => {
    const key = `${margin} ${[String(a), String(b)].sort().join(' ')}`;
    const verdict = known.get(key) ?? judge(a, b, margin);
    known.set(key, verdict);
    return verdict;
  };
}

describe('judgeRound', () => {
  it('names the tool that collapsed, with what it lost, and asks for more replay of it', () => {
    const { isPassed, oldTools, allOld, proposals } = judge({
      old: { weather: [14, 2, 15], search: [13, 13, 15], units: [12, 13, 15] },
    });
    expect(isPassed).toBe(false);
    expect(oldTools.map(({ verdict }) => verdict)).toEqual(['worse', 'held', 'held']);
    expect(oldTools[0]).toMatchObject({ before: { correct: 14, of: 15 }, now: { correct: 2, of: 15 }, pairs: 15 });
    expect(oldTools[0]?.difference).toBeCloseTo(-12 / 15, 12);
    expect(oldTools[0]?.high).toBeLessThan(-0.1);
    expect(allOld).toMatchObject({ tool: 'all old tools', verdict: 'cannot-tell', pairs: 45 });
    expect(proposals).toEqual([
      { kind: 'more-replay', tools: ['weather'], message: expect.stringContaining('14 of 15') },
    ]);
  });

  it('says how large a loss must be to be shown: exactly the least that it would call', () => {
    const others = { a: [5, 5, 60], b: [5, 5, 60] } as const;
    for (const of of [9, 15, 30]) {
      const least = judge({ old: { tool: [of, of, of], ...others } }).oldTools[0]?.leastShown ?? 0;
      const lost = Math.round(least * of);
      const verdictOf = (lost: number) => judge({ old: { tool: [of, of - lost, of], ...others } }).oldTools[0]?.verdict;
      expect([verdictOf(lost - 1), verdictOf(lost)]).toEqual(['cannot-tell', 'worse']);
    }
  });

  it.each([
    [10, [2, 1, 1, 1, 1, 2, 1, 1, 1, 1], [4, 3, 3, 4, 3, 4, 3, 3, 4, 3]],
    [12, [6, 6, 0, 0, 5, 4, 6, 0, 0, 6, 2, 0], Array<number>(12).fill(6)],
  ])('sees that %d tools of few items, some with nothing to lose, collapsed', (_, right, items) => {
    const old = Object.fromEntries(items.map((of, at) => [`tool_${at}`, [right[at] ?? 0, 0, of] as const]));
    const { isPassed, oldTools, allOld } = judge({ old });
    expect(oldTools.filter(({ verdict }) => verdict === 'held')).toEqual([]);
    expect(allOld).toMatchObject({ verdict: 'worse', now: { correct: 0 } });
    expect(allOld?.high).toBeLessThan(-0.1);
    expect(isPassed).toBe(false);
  });

  it('takes a tool for held only where a loss could be shown and the interval leaves none far beyond the margin', () => {
    const verdictOf = (of: number, lost: number, gained: number) => {
      const rounds = [false, true].map((isAfter) =>
        toolVerdicts(
          'tool',
          Array.from({ length: of }, (_, id) => (id < lost ? !isAfter : id >= lost + gained || isAfter)),
        ),
      );
      const [before = [], after = []] = rounds;
      return judgeRound({ before, after, oldTools: ['tool'], newTools: [], config: CONFIG }).oldTools[0];
    };
    expect(verdictOf(15, 0, 0)).toMatchObject({ verdict: 'held' });
    const wide = verdictOf(15, 4, 3);
    expect(wide).toMatchObject({ verdict: 'cannot-tell' });
    expect(wide?.low).toBeLessThan(-0.3);
    expect(wide?.leastShown).toBeGreaterThan(verdictOf(15, 0, 0)?.leastShown ?? 1);
    expect(verdictOf(60, 16, 12)).toMatchObject({ verdict: 'held' });
    expect(verdictOf(3, 0, 0)).toMatchObject({ verdict: 'cannot-tell' });
  });

  it('says from which round a tool is compared', () => {
    const tool = toolVerdicts('tool', firstRight(9, 10));
    const options = { before: tool, after: tool, newTools: [], config: CONFIG };
    const { oldTools } = judgeRound({ ...options, oldTools: ['tool', 'other'], since: new Map([['tool', 2]]) });
    expect(oldTools.map(({ since }) => since)).toEqual([2, undefined]);
  });

  // All answers of two tools of five items, each with a true loss of the margin.
  const outcomes = [0, 1, 2, 3, 4, 5].flatMap((lost) =>
    [0, 1, 2, 3, 4, 5].filter((gained) => lost + gained <= 5).map((gained) => [lost, gained] as const),
  );
  const isStopped = remembered((a, b, margin) => {
    const side = (isAfter: boolean) =>
      [a, b].flatMap(([lost, gained], tool) =>
        toolVerdicts(
          `${tool}`,
          [0, 1, 2, 3, 4].map((id) => (id < lost ? !isAfter : id >= lost + gained || isAfter)),
        ),
      );
    const config = { ...CONFIG, margin, level: 0.2 };
    return !judgeRound({ before: side(false), after: side(true), oldTools: ['0', '1'], newTools: [], config }).isPassed;
  });
  it.each([
    [0, [0.3, 0.3]],
    [0, [0.02, 0.5]],
    [0.1, [0, 0]],
    [0.1, [0.05, 0.45]],
    [0.1, [0, 0.2]],
  ])('with a true loss of %d, gains %j, stops a round no oftener than its level', (margin, gains) => {
    const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
    const chanceOf = ([lost, gained]: Turned, gain: number) =>
      (120 / factorial(lost) / factorial(gained) / factorial(5 - lost - gained)) *
      (gain + margin) ** lost *
      gain ** gained *
      Math.max(0, 1 - margin - 2 * gain) ** (5 - lost - gained);
    let stopped = 0;
    for (const a of outcomes)
      for (const b of outcomes) {
        const chance = chanceOf(a, gains[0] ?? 0) * chanceOf(b, gains[1] ?? 0);
        if (chance > 0 && isStopped(a, b, margin)) stopped += chance;
      }
    expect(stopped).toBeGreaterThan(0);
    expect(stopped).toBeLessThanOrEqual(0.2);
  });

  it('cannot tell of a tool with too few items for any finding, which does not stop the round, and asks for items', () => {
    const { isPassed, oldTools, proposals } = judge({
      old: { few: [3, 0, 3], many: [14, 14, 15], none: [0, 0, 0] },
      fresh: { new: [2, 2] },
    });
    expect(isPassed).toBe(true);
    expect(oldTools.map(({ verdict, leastShown }) => [verdict, leastShown === null])).toEqual([
      ['cannot-tell', true],
      ['held', false],
      ['cannot-tell', true],
    ]);
    expect(oldTools[2]).toMatchObject({ pairs: 0, difference: null, low: null, high: null, p: 1 });
    expect(proposals.map(({ kind, tools }) => [kind, tools])).toEqual([
      ['more-test-items', ['few', 'none']],
      ['more-test-items', ['new']],
    ]);
    expect(proposals[0]?.message).toMatch(/a loss of 30 points takes about \d+ items/);
  });

  it('sees a small loss everywhere, which no single tool shows', () => {
    const old = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`tool_${index}`, [13, 9 + (index % 3), 15] as const]),
    );
    const { isPassed, oldTools, allOld, proposals } = judge({ old, config: { margin: 0.05 } });
    expect(oldTools.some(({ verdict }) => verdict === 'worse')).toBe(false);
    expect(allOld?.verdict).toBe('worse');
    expect(isPassed).toBe(false);
    expect(proposals[0]).toMatchObject({ kind: 'more-replay', tools: Object.keys(old) });
  });

  it('has nothing to compare in the first round, and leaves a single old tool to its own test', () => {
    const first = judge({ fresh: { a: [9, 10], b: [8, 10] } });
    expect(first).toMatchObject({ isPassed: true, oldTools: [], allOld: null, proposals: [] });
    const single = judge({ old: { only: [15, 1, 15] } });
    expect(single.oldTools[0]).toMatchObject({ verdict: 'worse' });
    expect(single.allOld).toEqual({ ...single.oldTools[0], tool: 'all old tools' });
    expect(single.oldTools[0]?.adjustedP).toBe(single.oldTools[0]?.p);
  });

  it('holds new tools together to the target, and each to what is shown', () => {
    const short = judge({ fresh: { a: [8, 15], b: [8, 15] } });
    expect(short.allNew).toMatchObject({ tool: 'all new tools', verdict: 'below', now: { correct: 16, of: 30 } });
    expect(short.newTools.map(({ verdict }) => verdict)).toEqual(['reached', 'reached']);
    expect(short.isPassed).toBe(false);
    expect(short.proposals).toEqual([
      { kind: 'targeted-trials', tools: ['a', 'b'], message: expect.stringContaining('8 of 15 right; 7 wrong-value') },
    ]);
    expect(judge({ fresh: { a: [9, 15], b: [9, 15] } }).isPassed).toBe(true);
    const one = judge({ fresh: { a: [15, 15], b: [15, 15], c: [2, 15] } });
    expect(one.allNew?.verdict).toBe('reached');
    expect(one.newTools.map(({ verdict }) => verdict)).toEqual(['reached', 'reached', 'below']);
    expect(one.isPassed).toBe(false);
  });

  it('does not pass new tools that were not tested', () => {
    const { isPassed, allNew } = judge({ fresh: { a: [0, 0] } });
    expect([isPassed, allNew?.verdict]).toEqual([false, 'cannot-tell']);
  });

  it('asks for more data where a new tool is not called at all', () => {
    const { proposals } = judgeRound({
      before: null,
      after: toolVerdicts('quiet', firstRight(1, 12), 'no-call'),
      oldTools: [],
      newTools: ['quiet'],
      config: CONFIG,
    });
    expect(proposals).toEqual([
      { kind: 'more-data', tools: ['quiet'], message: expect.stringContaining('1 of 12 right; 11 no-call') },
    ]);
  });

  it('counts an item once, by most of its runs, and leaves other profiles and undecided runs out', () => {
    const runs = (results: readonly (boolean | null)[]): Verdict[] =>
      results.flatMap((isCorrect, repetition) =>
        toolVerdicts('tool', firstRight(1, 1)).map((verdict) => ({ ...verdict, repetition, isCorrect })),
      );
    const judgeRuns = (after: readonly Verdict[]) =>
      judgeRound({ before: null, after, oldTools: [], newTools: ['tool'], config: CONFIG }).newTools[0]?.now;
    expect(judgeRuns(runs([true, true, false]))).toEqual({ correct: 1, of: 1 });
    expect(judgeRuns(runs([true, false]))).toEqual({ correct: 0, of: 1 });
    expect(judgeRuns(runs([true, null]))).toEqual({ correct: 1, of: 1 });
    expect(judgeRuns(runs([null]))).toEqual({ correct: 0, of: 0 });
    expect(judgeRuns(runs([true]).map((verdict) => ({ ...verdict, profile: 'ste' })))).toEqual({ correct: 0, of: 0 });
  });

  it('does not let a tool hold because its replies cannot be read any more', () => {
    const { oldTools } = judgeRound({
      before: toolVerdicts('tool', firstRight(15, 15)),
      after: toolVerdicts('tool', firstRight(0, 15), 'malformed'),
      oldTools: ['tool'],
      newTools: [],
      config: { ...CONFIG, metric: 'toolMatch' },
    });
    expect(oldTools[0]).toMatchObject({ verdict: 'worse', pairs: 15 });
  });
});
