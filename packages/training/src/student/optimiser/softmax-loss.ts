export interface SoftmaxLoss {
  /** Negative logarithm of the probability that all golds have together. */
  readonly loss: number;
  readonly probabilities: Float64Array;
  /** Of the loss by each logit. */
  readonly gradient: Float64Array;
}

/** Probabilities of logits, safe against overflow. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const probabilities = new Float64Array(logits.length);
  let greatest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < logits.length; at++) greatest = Math.max(greatest, logits[at] as number);
  let total = 0;
  for (let at = 0; at < logits.length; at++) {
    const weight = Math.exp((logits[at] as number) - greatest);
    probabilities[at] = weight;
    total += weight;
  }
  for (let at = 0; at < logits.length; at++) probabilities[at] = (probabilities[at] as number) / total;
  return probabilities;
}

/** Cross-entropy where any of several choices is right, as when a value stands in a query twice: -log of their sum. */
export function softmaxLoss(logits: ArrayLike<number>, golds: readonly number[]): SoftmaxLoss {
  const probabilities = softmax(logits);
  let right = 0;
  for (const gold of golds) right += probabilities[gold] as number;
  right = Math.max(right, 1e-12);
  const gradient = Float64Array.from(probabilities);
  for (const gold of golds) gradient[gold] = (gradient[gold] as number) - (probabilities[gold] as number) / right;
  return { loss: -Math.log(right), probabilities, gradient };
}
