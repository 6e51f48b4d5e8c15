import { createRandom } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { learningRateAt, stepAdam } from './adam.ts';
import { type BagWeights, backpropagate, classLogit, hiddenLayer } from './bag-network.ts';
import { addHashedGradient, scoreHashed } from './hashed-scores.ts';
import { createParameterBlock, extendParameterBlock, type ParameterBlock, touchRow } from './parameter-block.ts';
import { softmaxLoss } from './softmax-loss.ts';

const STEP = 1e-2;

function randomBlock(length: number, rowLength: number, seed: number): ParameterBlock {
  const random = createRandom(seed);
  return createParameterBlock(
    Float32Array.from({ length }, () => random.next() - 0.5),
    rowLength,
  );
}

/** Central difference of the loss by one weight. */
function numericalSlope(block: ParameterBlock, at: number, loss: () => number): number {
  const value = block.values[at] as number;
  block.values[at] = value + STEP;
  const above = loss();
  block.values[at] = value - STEP;
  const below = loss();
  block.values[at] = value;
  return (above - below) / (2 * STEP);
}

describe('gradients equal numerical differences', () => {
  it('of the network with one hidden layer, in every weight', () => {
    const weights: BagWeights = {
      embedding: randomBlock(6 * 4, 4, 1),
      hiddenBias: randomBlock(4, 4, 2),
      output: randomBlock(3 * 5, 5, 3),
    };
    const features = Int32Array.of(0, 2, 5);
    const rows = [2, 0, 1];
    const forward = () => {
      const hidden = hiddenLayer(weights, features);
      const logits = rows.map((row) => classLogit(weights, hidden, row));
      return { hidden, ...softmaxLoss(logits, [1]) };
    };
    const { hidden, gradient } = forward();
    backpropagate(weights, features, hidden, rows, gradient);
    for (const block of [weights.embedding, weights.hiddenBias, weights.output]) {
      for (let at = 0; at < block.values.length; at++) {
        expect(block.gradient[at]).toBeCloseTo(
          numericalSlope(block, at, () => forward().loss),
          3,
        );
      }
    }
  });

  it('of hashed scores, with several right choices', () => {
    const block = randomBlock(64, 1, 4);
    const features = Int32Array.of(11, -7, 123456);
    const decisions = [1, 2, 3, 4];
    const forward = () =>
      softmaxLoss(
        decisions.map((decision) => scoreHashed(block, features, decision)),
        [0, 3],
      );
    const { gradient } = forward();
    for (const [at, decision] of decisions.entries()) {
      addHashedGradient(block, features, decision, gradient[at] as number);
    }
    expect(block.touchedRows.length).toBeGreaterThan(4);
    for (let at = 0; at < 64; at++) {
      expect(block.gradient[at]).toBeCloseTo(
        numericalSlope(block, at, () => forward().loss),
        3,
      );
    }
  });
});

describe('stepAdam', () => {
  it('first moves each touched weight by the learning rate against its slope, and leaves the others', () => {
    const block = createParameterBlock(Float32Array.of(1, 1, 1), 1);
    block.gradient.set([5, -0.01, 0]);
    touchRow(block, 0);
    touchRow(block, 1);
    stepAdam(block, { step: 1, learningRate: 0.1 });
    expect([...block.values].map((value) => value.toFixed(4))).toEqual(['0.9000', '1.1000', '1.0000']);
    expect([...block.gradient]).toEqual([0, 0, 0]);
    expect(block.touchedRows).toEqual([]);
  });

  it('finds the least of a square', () => {
    const block = createParameterBlock(Float32Array.of(4), 1);
    for (let step = 1; step <= 400; step++) {
      touchRow(block, 0);
      block.gradient[0] = 2 * ((block.values[0] as number) - 1);
      stepAdam(block, { step, learningRate: 0.05 });
    }
    expect(block.values[0]).toBeCloseTo(1, 2);
  });

  it('keeps moments when rows join', () => {
    const block = createParameterBlock(Float32Array.of(1, 2), 2);
    block.gradient.set([1, 1]);
    touchRow(block, 0);
    stepAdam(block, { step: 1, learningRate: 0.1 });
    const extended = extendParameterBlock(block, 3);
    expect([...extended.firstMoment]).toEqual([...block.firstMoment, 0, 0, 0, 0]);
    expect([...extended.values.slice(2)]).toEqual([0, 0, 0, 0]);
  });
});

it('the learning rate warms up to its peak and falls to almost nothing', () => {
  const rates = Array.from({ length: 100 }, (_, at) => learningRateAt(at + 1, 100, 1));
  expect(rates[0]).toBeCloseTo(1 / 3);
  expect(Math.max(...rates)).toBe(1);
  expect(rates.indexOf(1)).toBe(2);
  expect(rates.at(-1)).toBeLessThan(0.001);
});
