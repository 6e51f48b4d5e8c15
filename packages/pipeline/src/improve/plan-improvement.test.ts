import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planImprovement } from './plan-improvement.ts';
import { shareTrials } from './share-trials.ts';
import { times, tools, unwanted, verdict, wrongTool, wrongValue } from './testing/improvement-fixture.ts';

const plan = (verdicts: ReturnType<typeof verdict>[], trials = 40, trialsPerTarget?: number) =>
  planImprovement({ verdicts, profile: 'strict', tools, trials, trialsPerTarget });

describe('planImprovement', () => {
  it('groups misses into pairs, arguments, over-calling and tools, most frequent first, and shares the trials', () => {
    const targets = plan([
      ...times(6, () => wrongTool('add_days', 'days_between')),
      ...times(2, () => wrongTool('days_between', 'add_days')),
      ...times(4, () => wrongValue('add_days', '/direction')),
      ...times(2, () => unwanted('evaluate_math')),
      verdict('evaluate_math', { miss: 'no-call', calledTool: null }),
      verdict('evaluate_math', { miss: 'malformed', calledTool: null }),
      ...times(50, () => verdict('add_days')),
    ]);
    expect(targets).toEqual([
      { kind: 'confused-pair', tool: 'add_days', other: 'days_between', misses: 8, trials: 20 },
      { kind: 'argument', tool: 'add_days', argument: '/direction', misses: 4, trials: 10 },
      { kind: 'over-calling', tool: 'evaluate_math', misses: 2, trials: 5 },
      { kind: 'tool', tool: 'evaluate_math', misses: 2, trials: 5 },
    ]);
  });

  it('counts a miss for each argument that was wrong, missing or too much', () => {
    const problems = (['missing', 'unexpected', 'value'] as const).map((problem) => ({ path: '/direction', problem }));
    for (const [at, miss] of (['missing-argument', 'unexpected-argument', 'wrong-value'] as const).entries())
      expect(plan([verdict('add_days', { miss, problems: problems.slice(at, at + 1) })])).toMatchObject([
        { kind: 'argument', argument: '/direction', misses: 1 },
      ]);
    expect(plan([wrongValue('add_days', '/date', '/direction', '/date')])).toMatchObject([
      { argument: '/date', misses: 1 },
      { argument: '/direction', misses: 1 },
    ]);
  });

  it('asks for more of the tool where a miss names nothing that could be aimed at', () => {
    const misses = [
      wrongTool('add_days', 'made_up_tool'),
      wrongValue('add_days'),
      wrongValue('add_days', '/made_up'),
      verdict('add_days', { miss: 'wrong-tool', calledTool: null }),
    ];
    for (const miss of misses) expect(plan([miss])).toMatchObject([{ kind: 'tool', tool: 'add_days' }]);
  });

  it('passes over what cannot be explored, what was not asked, and other profiles', () => {
    const passed = [
      wrongTool('gone_tool', 'add_days'),
      unwanted('made_up_tool'),
      verdict('add_days', { miss: 'no-reply', calledTool: null }),
      verdict('add_days', { isCorrect: null }),
      { ...wrongTool('add_days', 'days_between'), profile: 'ste' as const },
    ];
    expect(plan(passed)).toEqual([]);
  });

  it('does not depend on the order of the verdicts', () => {
    const verdicts = [
      wrongTool('add_days', 'days_between'),
      wrongTool('days_between', 'add_days'),
      wrongValue('add_days', '/date'),
      unwanted('add_days'),
    ];
    expect(plan([...verdicts].reverse())).toEqual(plan(verdicts));
  });

  it('lets nothing of a test through: no id, gold value, reply, key of an open object or made-up tool', () => {
    const canary = 'CANARY-7f3a';
    const verdicts = [
      { ...wrongTool('add_days', `${canary}_tool`), itemId: canary },
      { ...wrongTool('add_days', 'days_between'), itemId: `${canary}/2` },
      unwanted('add_days'),
      unwanted(canary),
      ...['/labels', '/date', ''].map((path) =>
        verdict('add_days', {
          itemId: `${canary}/3${path}`,
          miss: 'wrong-value',
          problems: [{ path: `${path}/${canary}`, problem: 'value', expected: canary, actual: { [canary]: canary } }],
        }),
      ),
    ];
    const targets = plan(verdicts);
    expect(targets.map(({ kind, argument }) => argument ?? kind).sort()).toEqual(
      ['/date', '/labels', 'confused-pair', 'over-calling', 'tool'].sort(),
    );
    expect(JSON.stringify(targets)).not.toContain('CANARY');
  });
});

describe('shareTrials', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 30 }).map((all) => all.sort((a, b) => b - a));

  it('spends all that the bounds allow, one to each first, more to the heavier (property)', () => {
    fc.assert(
      fc.property(weights, fc.nat(400), fc.integer({ min: 1, max: 60 }), (all, trials, most) => {
        const shares = shareTrials(all, trials, most);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(Math.min(trials, all.length * most));
        for (const [at, share] of shares.entries()) {
          expect(share).toBeLessThanOrEqual(most);
          if (at < trials) expect(share).toBeGreaterThan(0);
          if (at > 0) expect(share).toBeLessThanOrEqual(shares[at - 1] ?? 0);
        }
      }),
    );
  });

  it.each<[number[], number, number, number[]]>([
    [[10, 5, 1], 16, 40, [10, 5, 1]],
    [[100, 10, 1], 30, 10, [10, 10, 10]],
    [[100, 1, 1, 1, 1, 1], 10, 8, [5, 1, 1, 1, 1, 1]],
    [[3, 2, 1], 2, 40, [1, 1, 0]],
    [[3, 2], 100, 4, [4, 4]],
    [[], 10, 4, []],
    [[3], 0, 4, [0]],
  ])('shares out %j: %i trials, at most %i each', (all, trials, most, shares) => {
    expect(shareTrials(all, trials, most)).toEqual(shares);
  });
});
