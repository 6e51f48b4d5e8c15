import type { GateVerdict, PlannedTool, Round, Verdict } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { baselineRounds, baselineVerdicts } from './baseline-verdicts.ts';

type Planned = [tool: string, action: PlannedTool['action'], before?: string];

const roundOf = (number: number, tools: Planned[], more: Partial<Round> = {}): Round =>
  ({
    ...{ number, kind: 'add', state: 'passed', targets: [], gate: null },
    tools: tools.map(([tool, action, before]) => ({
      ...{ tool, action, before: before ?? (action === 'explore' ? null : tool) },
      ...{ version: null, differences: [], reason: '' },
    })),
    ...more,
  }) as unknown as Round;

const aimedAt = (tool: string, other?: string): Round['targets'][number] => ({
  ...{ kind: other ? 'confused-pair' : 'tool', tool, misses: 1, trials: 1 },
  ...(other ? { other } : {}),
});

/** A gate that found these worse. */
const lost = (...tools: string[]) =>
  ({
    isPassed: false,
    oldTools: tools.map((tool) => ({ tool, verdict: 'worse' })),
    allOld: { tool: 'all', verdict: 'held' },
  }) as unknown as GateVerdict;

const first = roundOf(1, [
  ['a', 'explore'],
  ['b', 'explore'],
]);
const kept: Planned[] = [
  ['a', 'keep'],
  ['b', 'keep'],
];

describe('baselineRounds', () => {
  it('stays with the round that taught a tool, however many rounds went by', () => {
    const second = roundOf(2, [...kept, ['c', 'explore']]);
    const third = roundOf(3, [...kept, ['c', 'keep'], ['d', 'explore']]);
    expect(baselineRounds([first, second], third)).toEqual(
      new Map([
        ['a', 1],
        ['b', 1],
        ['c', 2],
      ]),
    );
    expect(baselineRounds([], first)).toEqual(new Map());
  });

  it('follows names, and begins anew where a tool was explored again', () => {
    const second = roundOf(2, [
      ['a2', 'migrate', 'a'],
      ['b', 'explore', 'b'],
    ]);
    const third = roundOf(3, [
      ['a3', 'migrate', 'a2'],
      ['b', 'keep'],
    ]);
    expect(baselineRounds([first, second], third)).toEqual(
      new Map([
        ['a3', 1],
        ['b', 2],
      ]),
    );
  });

  it('goes on to the round that aimed at a tool, unless that found it, or all old tools, worse', () => {
    const improve = (gate: GateVerdict | null) =>
      roundOf(2, kept, { kind: 'improve', targets: [aimedAt('a')], gate, state: 'open' });
    const now = roundOf(3, kept);
    expect(baselineRounds([first, improve(lost('b'))], now).get('a')).toBe(2);
    expect(baselineRounds([first, improve(lost('b'))], now).get('b')).toBe(1);
    expect(baselineRounds([first, improve(lost('a'))], now).get('a')).toBe(1);
    const all = { ...lost(), allOld: { verdict: 'worse' } } as GateVerdict;
    expect(baselineRounds([first, improve(all)], now).get('a')).toBe(1);
    const pair = roundOf(2, kept, { kind: 'improve', targets: [aimedAt('a', 'b')] });
    expect([...baselineRounds([first, pair], now).values()]).toEqual([2, 2]);
  });

  it('goes on to the round that a person took as it was, but not to one that was only improved on', () => {
    const taken = { state: 'accepted', gate: lost('a'), acceptedBecause: 'because' } as const;
    const now = roundOf(3, kept);
    expect([...baselineRounds([first, roundOf(2, kept, taken)], now).values()]).toEqual([2, 2]);
    const improved = roundOf(2, kept, { ...taken, improvedBy: 3 });
    expect([...baselineRounds([first, improved], now).values()]).toEqual([1, 1]);
  });
});

describe('baselineVerdicts', () => {
  const verdict = (tool: string | null, itemId: string) => ({ tool, itemId }) as Verdict;
  const evaluated = [
    { number: 1, verdicts: [verdict('a', 'a1'), verdict('b', 'b1'), verdict(null, 'n1')] },
    { number: 2, verdicts: [verdict('a', 'a2'), verdict('b', 'b2'), verdict('c', 'c2')] },
  ];

  it('takes each tool from its round', () => {
    const since = new Map([
      ['a', 1],
      ['b', 2],
      ['c', 2],
    ]);
    const ids = (tools: string[]) => baselineVerdicts(tools, evaluated, since).map(({ itemId }) => itemId);
    expect(ids(['a', 'b', 'c'])).toEqual(['a1', 'b2', 'c2']);
    expect(ids(['a', 'unheard-of'])).toEqual(['a1']);
  });

  it('does not pass over a round whose verdicts are gone', () => {
    expect(() => baselineVerdicts(['a'], evaluated.slice(1), new Map([['a', 1]]))).toThrow(
      /verdicts of round 1 are gone/,
    );
  });
});
