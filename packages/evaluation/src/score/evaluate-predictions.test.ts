import {
  type DataProblem,
  evaluationSchema,
  ImaginariumError,
  type Prediction,
  type Profile,
  type Verdict,
} from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import type { Scorer } from '../scorer.ts';
import { evaluatePredictions } from './evaluate-predictions.ts';
import { itemOf, openOf, predictionOf, verdictOf } from './testing/rows.ts';

/** Right unless the reply says `wrong`; a promise where it says `slow`. */
function scorerOf(profile: Profile, onScore?: (prediction: Prediction, signal?: AbortSignal) => void): Scorer {
  return {
    profile,
    score(prediction, options) {
      onScore?.(prediction, options?.signal);
      const { item, repetition, message } = prediction;
      const isCorrect = !message?.content.includes('wrong');
      const verdict = verdictOf(item, { profile, repetition, isCorrect, miss: isCorrect ? null : 'wrong-value' });
      if (!message?.content.includes('slow')) return verdict;
      return new Promise((resolve) => setTimeout(() => resolve(verdict), 1 + (Number(item.id) % 3)));
    },
  };
}

const rows = (count: number, reply: (index: number) => string) =>
  Array.from({ length: count }, (_, index) =>
    predictionOf(itemOf(String(index), `tool ${index % 4}`), {
      message: { role: 'assistant', content: reply(index) },
    }),
  );

const scorers = { ste: scorerOf('ste'), strict: scorerOf('strict') };

describe('evaluatePredictions', () => {
  it('scores a file under both profiles and keeps examples of misses over the tools', async () => {
    const stale: DataProblem = { kind: 'stale-gold', count: 1, names: ['3'], message: 'stale' };
    const broken: DataProblem = { kind: 'broken-line', count: 1, names: ['line 9'], message: 'broken' };
    const evaluation = await evaluatePredictions({
      predictions: openOf(
        rows(40, (index) => (index < 20 ? 'wrong' : 'right')),
        { name: 'mine' },
        [broken],
      ),
      scorers: { ...scorers, ste: { ...scorers.ste, problems: () => [stale] } },
      disputeHash: 'dd',
      missExamples: 5,
    });
    expect(evaluationSchema.parse(evaluation)).toEqual(evaluation);
    expect(evaluation).toMatchObject({
      header: { name: 'mine' },
      predictions: 40,
      scores: { ste: { correct: { count: 20, of: 40 } }, strict: { correct: { count: 20, of: 40 } } },
      usage: { inputTokens: 400, costPerCorrect: expect.closeTo(0.4 / 20, 10) },
      disputes: { hash: 'dd', applied: 2, dismissed: 1 },
      execution: null,
      problems: [broken, stale],
    });
    const strict = evaluation.missExamples.filter(({ profile }) => profile === 'strict');
    expect(strict).toHaveLength(5);
    expect(new Set(strict.map(({ tool }) => tool)).size).toBe(4);
    expect(strict[0]).toMatchObject({ miss: 'wrong-value', expected: 'tool 0({"city":"Oslo"})', actual: 'wrong' });
  });

  it('lets a tool without an example take the place of a tool with several', async () => {
    const item = (index: number) => itemOf(String(index), index < 30 ? 'first' : 'last');
    const predictions = Array.from({ length: 31 }, (_, index) =>
      predictionOf(item(index), { message: { role: 'assistant', content: 'wrong' } }),
    );
    const { missExamples } = await evaluatePredictions({ predictions: openOf(predictions), scorers, missExamples: 3 });
    expect(missExamples.filter(({ profile }) => profile === 'ste').map(({ itemId }) => itemId)).toEqual([
      '0',
      '1',
      '30',
    ]);
  });

  it('hands verdicts on in the order of the file, whatever the judge takes, with few asked at once', async () => {
    let underWay = 0;
    let most = 0;
    const seen: string[] = [];
    const slow = scorerOf('ste', () => {
      underWay++;
      most = Math.max(most, underWay);
    });
    await evaluatePredictions({
      predictions: openOf(rows(30, (index) => (index % 5 === 0 ? 'right' : 'slow'))),
      scorers: { ...scorers, ste: slow },
      concurrency: 4,
      onVerdicts: async (prediction, verdicts: readonly Verdict[]) => {
        underWay--;
        expect(verdicts.map(({ profile, itemId }) => [profile, itemId])).toEqual([
          ['ste', prediction.item.id],
          ['strict', prediction.item.id],
        ]);
        seen.push(prediction.item.id);
      },
    });
    expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => String(index)));
    expect(most).toBeLessThanOrEqual(4);
  });

  it('ends with what the judge throws, and tells what is under way to stop', async () => {
    let told: AbortSignal | undefined;
    let begun = 0;
    const failing: Scorer = {
      profile: 'ste',
      score: async ({ item }, options) => {
        begun++;
        told = options?.signal;
        if (item.id === '2') throw new ImaginariumError({ code: 'budget/reached', message: 'Spent.' });
        return verdictOf(item, { profile: 'ste' });
      },
    };
    const evaluating = evaluatePredictions({
      predictions: openOf(rows(100, () => 'right')),
      scorers: { ...scorers, ste: failing },
      concurrency: 4,
    });
    await expect(evaluating).rejects.toMatchObject({ code: 'budget/reached' });
    expect(told?.aborted).toBe(true);
    expect(begun).toBeLessThan(10);
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    const evaluating = evaluatePredictions({
      predictions: openOf(rows(100, () => 'right')),
      scorers,
      signal: abort.signal,
      onVerdicts: ({ item }) => {
        if (item.id === '10') abort.abort();
      },
    });
    await expect(evaluating).rejects.toMatchObject({ code: 'interrupted/aborted' });
  });

  it('runs the executed checks of every prediction', async () => {
    const checked: string[] = [];
    const same = { value: 1, count: 3, of: 3, low: null, high: null, clusters: 1 };
    const { execution } = await evaluatePredictions({
      predictions: openOf(rows(3, () => 'right')),
      scorers,
      execution: {
        check: async ({ item }) => void checked.push(item.id),
        score: () => ({ same, unchecked: {} }),
      },
    });
    expect(checked).toEqual(['0', '1', '2']);
    expect(execution).toEqual({ same, unchecked: {} });
  });
});
