import type { Verdict } from '@imaginarium/contracts';
import { expect, it } from 'vitest';
import { replayWeights } from './replay-weights.ts';

const verdicts = (shares: Readonly<Record<string, number>>): Verdict[] =>
  Object.entries(shares).flatMap(([tool, right]) =>
    Array.from({ length: 10 }, (_, at) => {
      const isRight = at < right * 10;
      return { itemId: `${tool}/${at}`, tool, profile: 'strict', isCorrect: isRight, isToolMatch: true } as Verdict;
    }),
  );

it('weighs what is wrong now, and once more what was lost since the best round', () => {
  const history = [
    { number: 1, verdicts: verdicts({ held: 1, lost: 1, never: 0.2, middling: 0.5 }) },
    { number: 2, verdicts: verdicts({ held: 1, lost: 0.6, never: 0.2, middling: 0.7 }) },
    { number: 3, verdicts: verdicts({ held: 1, lost: 0.3, never: 0.2, middling: 0.6 }) },
  ];
  const weights = replayWeights(history, { profile: 'strict', metric: 'correct' });
  const of = (tool: string) => weights.get(tool) ?? Number.NaN;
  expect(of('held')).toBeCloseTo(0.05, 12);
  expect(of('lost')).toBeCloseTo(0.05 + 0.7 + 0.7, 12);
  expect(of('never')).toBeCloseTo(0.05 + 0.8, 12);
  expect(of('middling')).toBeCloseTo(0.05 + 0.4 + 0.1, 12);
  expect(replayWeights(history, { profile: 'ste', metric: 'correct' }).size).toBe(0);
  expect(replayWeights(history, { profile: 'strict', metric: 'toolMatch' }).get('lost')).toBeCloseTo(0.05, 12);
});
