import { createRandom } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { createUsageTally } from './create-usage-tally.ts';
import { itemOf, predictionOf } from './testing/rows.ts';

const item = itemOf('1', 'weather');

describe('createUsageTally', () => {
  it('adds tokens and dollars up and divides them by the correct calls', () => {
    const tally = createUsageTally();
    for (let index = 0; index < 4; index++) tally.add(predictionOf(item, { cost: 0.25 }));
    expect(tally.finish(2)).toMatchObject({ inputTokens: 40, outputTokens: 20, cost: 1, costPerCorrect: 0.5 });
    expect(tally.finish(0).costPerCorrect).toBeNull();
  });

  it('knows no cost once a reply has none, yet an item without a reply is free', () => {
    const tally = createUsageTally();
    tally.add(predictionOf(item, { cost: 0.25 }));
    tally.add(predictionOf(item, { message: null, cost: null, usage: null, took: null }));
    expect(tally.finish(1).cost).toBe(0.25);
    tally.add(predictionOf(item, { cost: null }));
    expect(tally.finish(1)).toMatchObject({ cost: null, costPerCorrect: null });
  });

  it('knows neither cost nor latency of nothing', () => {
    expect(createUsageTally().finish(0)).toEqual({
      inputTokens: 0,
      outputTokens: 0,
      cost: null,
      costPerCorrect: null,
      latency: null,
    });
  });

  it('gives median and 95th percentile of latency within 1 %', () => {
    const tally = createUsageTally();
    const random = createRandom('latency');
    const times = Array.from({ length: 5001 }, () => Math.exp(2 + 9 * random.next()));
    for (const took of times) tally.add(predictionOf(item, { took }));
    times.sort((a, b) => a - b);
    const { latency } = tally.finish(0);
    for (const [measured, exact] of [
      [latency?.median, times[2500]],
      [latency?.p95, times[4750]],
    ])
      expect(Math.abs((measured ?? 0) / (exact ?? 0) - 1)).toBeLessThan(0.0101);
  });
});
