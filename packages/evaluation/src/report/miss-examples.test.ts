import { describe, expect, it } from 'vitest';
import { chooseExamples } from './miss-examples.ts';
import { sampleReport } from './testing/sample-reports.ts';
import { nameEvaluations } from './words.ts';

describe('chooseExamples', () => {
  it('shows every model, profile and class before it shows any twice as often', () => {
    const { evaluations } = sampleReport({ models: ['a', 'b'] });
    const [kept] = evaluations[0]!.missExamples.filter(({ miss }) => miss === 'wrong-value');
    evaluations[0]!.missExamples.push(...Array.from({ length: 200 }, () => kept!));
    const chosen = chooseExamples(nameEvaluations(evaluations), 40);
    expect(chosen).toHaveLength(40);
    const strict = chosen.filter(({ number, profile }) => number === 1 && profile === 'strict');
    expect(strict).toHaveLength(10);
    const kinds = new Set(
      evaluations[0]!.missExamples.filter(({ profile }) => profile === 'strict').map(({ miss }) => miss),
    );
    expect(new Set(strict.map(({ miss }) => miss))).toEqual(kinds);
  });

  it('keeps all when there is room', () => {
    const { evaluations } = sampleReport();
    const all = evaluations.reduce((sum, { missExamples }) => sum + missExamples.length, 0);
    expect(chooseExamples(nameEvaluations(evaluations), 10_000)).toHaveLength(all);
  });
});
