import { type ParameterBlock, touchRow } from './parameter-block.ts';

/** Weights of a network with one hidden layer over a bag of features. */
export interface BagWeights {
  /** One row of hidden size a feature. */
  readonly embedding: ParameterBlock;
  /** One row of hidden size. */
  readonly hiddenBias: ParameterBlock;
  /** One row of hidden size + 1 a class: weights, then the bias. */
  readonly output: ParameterBlock;
}

/** `tanh(bias + sum of the features' rows / sqrt(count))`. */
export function hiddenLayer(weights: BagWeights, features: Int32Array): Float64Array {
  const size = weights.hiddenBias.rowLength;
  const sums = new Float64Array(size);
  const rows = weights.embedding.values;
  for (let at = 0; at < features.length; at++) {
    const start = (features[at] as number) * size;
    for (let unit = 0; unit < size; unit++) sums[unit] = (sums[unit] as number) + (rows[start + unit] as number);
  }
  const scale = 1 / Math.sqrt(Math.max(1, features.length));
  for (let unit = 0; unit < size; unit++) {
    sums[unit] = Math.tanh((sums[unit] as number) * scale + (weights.hiddenBias.values[unit] as number));
  }
  return sums;
}

/** The logit of one class. */
export function classLogit(weights: BagWeights, hidden: Float64Array, row: number): number {
  const size = hidden.length;
  const start = row * (size + 1);
  const { values } = weights.output;
  let logit = values[start + size] as number;
  for (let unit = 0; unit < size; unit++) logit += (values[start + unit] as number) * (hidden[unit] as number);
  return logit;
}

/** Adds the gradients of all weights for the slopes of the loss by the logits of `rows`. */
export function backpropagate(
  weights: BagWeights,
  features: Int32Array,
  hidden: Float64Array,
  rows: readonly number[],
  slopes: ArrayLike<number>,
): void {
  const size = hidden.length;
  const back = new Float64Array(size);
  const { values, gradient } = weights.output;
  for (const [at, row] of rows.entries()) {
    const slope = slopes[at] as number;
    const start = row * (size + 1);
    touchRow(weights.output, row);
    for (let unit = 0; unit < size; unit++) {
      gradient[start + unit] = (gradient[start + unit] as number) + slope * (hidden[unit] as number);
      back[unit] = (back[unit] as number) + slope * (values[start + unit] as number);
    }
    gradient[start + size] = (gradient[start + size] as number) + slope;
  }
  touchRow(weights.hiddenBias, 0);
  const bias = weights.hiddenBias.gradient;
  for (let unit = 0; unit < size; unit++) {
    const slope = (back[unit] as number) * (1 - (hidden[unit] as number) ** 2);
    bias[unit] = (bias[unit] as number) + slope;
    back[unit] = slope / Math.sqrt(Math.max(1, features.length));
  }
  const rowsOf = weights.embedding.gradient;
  for (let at = 0; at < features.length; at++) {
    const feature = features[at] as number;
    touchRow(weights.embedding, feature);
    const start = feature * size;
    for (let unit = 0; unit < size; unit++) {
      rowsOf[start + unit] = (rowsOf[start + unit] as number) + (back[unit] as number);
    }
  }
}
