import type { Evaluation, Prediction } from '@imaginarium/contracts';
import { createLatencyHistogram } from './latency-histogram.ts';

export interface UsageTally {
  add(prediction: Prediction): void;
  /** @param correct correct calls, for the price of one */
  finish(correct: number): Evaluation['usage'];
}

/**
 * Adds up what predictions took. The cost is null as soon as one reply's price is unknown (or when nothing was added); an
 * item that got no reply and names no cost counts as free.
 */
export function createUsageTally(): UsageTally {
  const latency = createLatencyHistogram();
  let inputTokens = 0;
  let outputTokens = 0;
  let cost: number | null = null;
  let isPriceUnknown = false;
  return {
    add({ usage, took, message, cost: price }) {
      inputTokens += usage?.inputTokens ?? 0;
      outputTokens += usage?.outputTokens ?? 0;
      if (price !== null) cost = (cost ?? 0) + price;
      else if (message !== null) isPriceUnknown = true;
      if (took !== null) latency.add(took);
    },
    finish(correct) {
      const total = isPriceUnknown ? null : cost;
      const median = latency.quantile(0.5);
      const p95 = latency.quantile(0.95);
      return {
        inputTokens,
        outputTokens,
        cost: total,
        costPerCorrect: total === null || correct === 0 ? null : total / correct,
        latency: median === null || p95 === null ? null : { median, p95 },
      };
    },
  };
}
