import type { Example, ImprovementTarget, JournalEntry, Place, Trial, Verdict } from '@imaginarium/contracts';
import { expect, it } from 'vitest';
import { accountImprovement } from './account-improvement.ts';
import { tools, unwanted, verdict, wrongTool, wrongValue } from './testing/improvement-fixture.ts';

const pair: ImprovementTarget = {
  kind: 'confused-pair',
  tool: 'add_days',
  other: 'days_between',
  misses: 2,
  trials: 2,
};
const argument: ImprovementTarget = { kind: 'argument', tool: 'add_days', argument: '/date', misses: 1, trials: 1 };
const over: ImprovementTarget = { kind: 'over-calling', tool: 'evaluate_math', misses: 1, trials: 1 };
const anything: ImprovementTarget = { kind: 'tool', tool: 'evaluate_math', misses: 1, trials: 1 };

const trial = (id: string, focus: Trial['focus']) => ({ id, tool: id.split('/')[0], focus }) as Trial;
const example = (seedId: string, id = seedId) => ({ id, seedId }) as Example;
const entry = (place: Partial<Place>, cost: number | null = 1) =>
  ({ kind: 'model', place: { step: 's', ordinal: 0, ...place }, cost }) as JournalEntry;
const at = (tool: string, trial: number) => ({ tool, episode: 0, trial });

const run = {
  tools,
  profile: 'strict' as const,
  trials: [
    trial('add_days/0/0', { kind: 'confused-pair', other: 'days_between' }),
    trial('days_between/0/0', { kind: 'confused-pair', other: 'add_days' }),
    trial('add_days/0/1', { kind: 'argument', argument: '/date' }),
    trial('evaluate_math/0/0', { kind: 'tool' }),
  ],
  examples: [
    example('add_days/0/0'),
    example('add_days/0/0', 'add_days/0/0~1'),
    example('days_between/0/0'),
    example('no-call/evaluate_math/0'),
    example('no-call/0'),
  ],
  journalEntries: [
    entry(at('add_days', 0)),
    entry({ ...at('add_days', 0), item: 'add_days/0/0', step: 'judge' }),
    entry({ tool: 'add_days', item: 'add_days/0/0~?3', step: 'rewording' }),
    entry(at('days_between', 0)),
    entry(at('add_days', 1), null),
    entry({ item: 'no-call/evaluate_math/7', step: 'no-call' }, 5),
    entry({ item: 'no-call/0', step: 'no-call' }, 100),
    { ...entry(at('evaluate_math', 0)), kind: 'tool' } as JournalEntry,
  ],
};

it('gives each target its calls, both directions of a pair and curation included, its cost and its examples', () => {
  const account = accountImprovement({
    ...run,
    targets: [pair, argument, over, anything],
    verdictsBefore: [],
    verdictsAfter: null,
  });
  expect(account).toEqual([
    { target: pair, calls: 4, cost: 4, examples: 3, fixed: null, broken: null },
    { target: argument, calls: 1, cost: null, examples: 0, fixed: null, broken: null },
    { target: over, calls: 1, cost: 5, examples: 1, fixed: null, broken: null },
    { target: anything, calls: 0, cost: 0, examples: 0, fixed: null, broken: null },
  ]);
});

it('counts items that were missed in the way of the target and are right now, and the right ones of its tools that are not', () => {
  const before = [
    wrongTool('add_days', 'days_between'),
    wrongTool('days_between', 'add_days'),
    wrongTool('add_days', 'evaluate_math'),
    wrongValue('add_days', '/date'),
    unwanted('evaluate_math'),
    verdict('add_days'),
    verdict('days_between'),
    verdict('evaluate_math'),
    verdict('days_between'),
  ];
  const to = (numbers: readonly number[], now: (was: Verdict) => Verdict) =>
    before.map((was, number) => (numbers.includes(number) ? now(was) : was));
  const right = (was: Verdict): Verdict => ({ ...was, miss: null, isCorrect: true });
  const wrong = (was: Verdict): Verdict => ({ ...was, miss: 'no-call', isCorrect: false });
  const count = (verdictsAfter: readonly Verdict[], verdictsBefore: readonly Verdict[] = before) =>
    accountImprovement({ ...run, targets: [pair, argument, over], verdictsBefore, verdictsAfter }).map(
      ({ fixed, broken }) => [fixed, broken],
    );
  expect(count(before)).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  expect(count(to([0, 1, 2, 3, 4], right))).toEqual([
    [2, 0],
    [1, 0],
    [1, 0],
  ]);
  expect(count(to([5, 6, 7], wrong))).toEqual([
    [0, 2],
    [0, 1],
    [0, 1],
  ]);
  expect(count(to([6], (was) => ({ ...was, isCorrect: null })))).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  expect(count(before.slice(5))).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  const again = before.map((was) => ({ ...was, repetition: 1 }));
  expect(count([...to([0], right), ...again])[0]).toEqual([0, 0]);
  expect(count([...before, ...to([6], wrong)])[0]).toEqual([0, 1]);
  expect(count(to([0], right).map((is) => ({ ...is, profile: 'ste' as const })))[0]).toEqual([0, 0]);
});
