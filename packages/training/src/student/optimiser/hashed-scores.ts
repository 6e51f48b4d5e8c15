import { type ParameterBlock, touchRow } from './parameter-block.ts';

/** Where the weight of a feature for a decision stands in a table of 2^bits weights (feature hashing, arXiv 0902.2206). */
function placeOf(feature: number, decision: number, shift: number): number {
  return Math.imul(feature ^ decision, 0x9e3779b1) >>> shift;
}

function shiftOf(block: ParameterBlock): number {
  return Math.clz32(block.values.length) + 1;
}

/** Sum of the weights of features for a decision, both named by 32-bit hashes. The block's length is a power of two. */
export function scoreHashed(block: ParameterBlock, features: ArrayLike<number>, decision: number): number {
  const { values } = block;
  const shift = shiftOf(block);
  let score = 0;
  for (let at = 0; at < features.length; at++) {
    score += values[placeOf(features[at] as number, decision, shift)] as number;
  }
  return score;
}

/** Adds to the gradients of what `scoreHashed` summed. */
export function addHashedGradient(
  block: ParameterBlock,
  features: ArrayLike<number>,
  decision: number,
  slope: number,
): void {
  const shift = shiftOf(block);
  for (let at = 0; at < features.length; at++) {
    const place = placeOf(features[at] as number, decision, shift);
    touchRow(block, place);
    block.gradient[place] = (block.gradient[place] as number) + slope;
  }
}
